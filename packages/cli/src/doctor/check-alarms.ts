import { type Check, failed, ok, skipped, warning } from './check.ts';

export const activeAlarms: Check = {
  name: 'alarms',
  why: 'Each alarm is something that a person should look at.',
  async run({ session: { ledger } }) {
    const { alarms } = await ledger.get('/v1/health');
    if (alarms === null)
      return warning('CloudWatch did not say in time which alarms are active.', 'Run it again in a minute.');
    const [first] = alarms;
    if (!first) return ok('None is active.');
    const shown = alarms
      .map(({ name, meaning }) => (meaning === undefined ? name : `${name} (${meaning})`))
      .join('; ');
    const fix = `Follow docs/runbook.md#${first.runbook ?? ''}`;
    return alarms.some(({ severity }) => severity === 'high')
      ? failed(`Active: ${shown}`, fix)
      : warning(`Active: ${shown}`, fix);
  },
};

export const alarmSubscribers: Check = {
  name: 'alarm subscribers',
  why: 'An alarm that reaches nobody wakes nobody.',
  async run({ aws, withoutAws, session: { target } }) {
    if (!aws) return skipped(withoutAws);
    const topic = aws.outputs['AlarmTopicArn'];
    if (topic === undefined) return skipped('the stack has no output AlarmTopicArn.');
    const all = await aws.subscriptions(topic);
    const waiting = all.filter(({ confirmed }) => !confirmed).map(({ endpoint }) => endpoint);
    // On one machine nobody needs to be woken.
    const asSevere = target.local ? warning : failed;
    if (all.length === 0)
      return asSevere(
        'The topic of the alarms has no subscriber.',
        `Set monitoring.alertEmail and deploy, or: aws sns subscribe --topic-arn ${topic} --protocol email --notification-endpoint <address>`,
      );
    if (waiting.length === all.length)
      return failed(
        `Nobody confirmed the subscription: ${waiting.join(', ')}.`,
        'Confirm it by the link in the e-mail of AWS; after three days subscribe again.',
      );
    return waiting.length === 0
      ? ok(`${all.length} confirmed.`)
      : warning(
          `Not confirmed: ${waiting.join(', ')}.`,
          'Confirm it by the link in the e-mail of AWS, or remove it.',
        );
  },
};
