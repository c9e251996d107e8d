import { type UseQueryResult, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Values } from '../../parts/address.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { notify } from '../../parts/notifications.tsx';
import { useMay, useSession } from '../../session/session-provider.tsx';
import type { Budget, WrittenBudget } from './budget.ts';
import { BudgetDetails } from './budget-details.tsx';
import { BudgetForm } from './budget-form.tsx';
import type { BUDGETS_PARAMETERS } from './parameters.ts';
import type { IssuedSecret } from './webhook-secret.tsx';

type Parameters = Values<typeof BUDGETS_PARAMETERS>;

export interface BudgetDialogsProps {
  readonly query: UseQueryResult<{ readonly budgets: readonly Budget[] }>;
  readonly parameters: Parameters;
  readonly change: (change: { readonly [N in keyof Parameters]?: Parameters[N] | undefined }) => void;
  readonly onIssued: (issued: IssuedSecret) => void;
}

/** What each dialog does. */
const OPERATIONS = { create: 'createBudget', change: 'changeBudget', delete: 'deleteBudget' } as const;

/** The dialog that the address names. One that is about a budget leads back to its details. */
export function BudgetDialogs({ query, parameters, change, onIssued }: BudgetDialogsProps) {
  const { t } = useTranslation('budgets');
  const { api } = useSession();
  const queries = useQueryClient();
  const may = useMay();
  const { budget: id, do: wanted } = parameters;
  // Anybody can type an address.
  const asked = wanted && may(OPERATIONS[wanted]) ? wanted : undefined;
  const changed = () => queries.invalidateQueries({ queryKey: ['budgets'] });
  const finish = async ({ name, webhook }: WrittenBudget, done: 'create.done' | 'change.done') => {
    if (webhook?.secret !== undefined) onIssued({ budgetName: name, secret: webhook.secret });
    await changed();
    notify({ type: 'success', content: t(done, { name }) });
    change({ do: undefined });
  };

  if (asked === 'create') {
    return (
      <BudgetForm
        title={t('create.title')}
        action={t('create.action')}
        onClose={() => change({ do: undefined })}
        onSubmit={async (body) => finish(await api.post('/v1/budgets', { body }), 'create.done')}
      />
    );
  }
  if (id === undefined) return null;
  const budget = query.data?.budgets.find((candidate) => candidate.id === id);
  if (!budget || asked === undefined) {
    return (
      <BudgetDetails
        query={query}
        budget={budget}
        onDo={(next) => change({ do: next })}
        onClose={() => change({ budget: undefined, do: undefined })}
      />
    );
  }
  if (asked === 'change') {
    return (
      <BudgetForm
        title={t('change.title', { name: budget.name })}
        action={t('change.action')}
        initial={budget}
        onClose={() => change({ do: undefined })}
        onSubmit={async (body) =>
          finish(await api.put('/v1/budgets/{id}', { path: { id }, body }), 'change.done')
        }
      />
    );
  }
  return (
    <ConfirmDialog
      title={t('delete.title', { name: budget.name })}
      action={t('delete.action')}
      onClose={() => change({ do: undefined })}
      onConfirm={async () => {
        await api.delete('/v1/budgets/{id}', { path: { id } });
        await changed();
        notify({ type: 'success', content: t('delete.done', { name: budget.name }) });
        change({ budget: undefined, do: undefined });
      }}
    >
      {t('delete.explain')}
    </ConfirmDialog>
  );
}
