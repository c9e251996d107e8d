/** What checks ask AWS about a deployment. Tests bring their own. */
export interface DoctorAws {
  /** The outputs of the stack. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Every schedule of the stack. */
  schedules(): Promise<readonly { readonly name: string; readonly enabled: boolean }[]>;
  /** The triggers through which functions read queues. */
  consumers(): Promise<
    readonly { readonly id: string; readonly functionName: string; readonly enabled: boolean }[]
  >;
  /** Every function of the stack; without a reserved concurrency it shares that of the account. */
  functions(): Promise<
    readonly { readonly name: string; readonly reservedConcurrency: number | undefined }[]
  >;
  /** The subscriptions of a topic. */
  subscriptions(
    topicArn: string,
  ): Promise<readonly { readonly endpoint: string; readonly confirmed: boolean }[]>;
  /** How many functions of the account may run at once. */
  concurrentExecutions(): Promise<number>;
  /** The environment of a function, by its service, such as `accept-usage`. */
  environmentOf(service: string): Promise<Readonly<Record<string, string>>>;
  sendMessage(queueUrl: string, body: string): Promise<void>;
}
