import { randomBytes } from 'node:crypto';

/** Somebody who can sign in to the local console. */
export interface Person {
  readonly role: 'admin' | 'viewer' | 'member';
  readonly email: string;
  readonly password: string;
  /** The user whose usage is the person's own: the subject of the sign-in. */
  readonly userId: string;
}

const ROLES = ['admin', 'viewer', 'member'] as const;

/** Creates an admin, a viewer and a member in the stack's user pool, and lets them sign in from the local address. */
export async function createFirstPeople(
  endpoint: string,
  apiUrl: string,
  { UserPoolId, UserPoolClientId }: Readonly<Record<string, string>>,
): Promise<readonly Person[]> {
  // With another issuer, or none, there is no pool.
  if (UserPoolId === undefined || UserPoolClientId === undefined) return [];
  const cognito = cognitoOf(endpoint);
  await allowLocalAddress(cognito, { UserPoolId, ClientId: UserPoolClientId }, `${apiUrl}/`);
  const people: Person[] = [];
  for (const role of ROLES) people.push(await createPerson(cognito, UserPoolId, role));
  return people;
}

async function createPerson(cognito: Cognito, UserPoolId: string, role: Person['role']): Promise<Person> {
  const email = `${role}@example.com`;
  // The policy asks for an upper-case letter, a lower-case letter, a digit and a symbol.
  const password = `Aa1-${randomBytes(6).toString('hex')}`;
  const user = { UserPoolId, Username: email };
  const created = await cognito('AdminCreateUser', {
    ...user,
    MessageAction: 'SUPPRESS',
    UserAttributes: [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ],
  });
  await cognito('AdminSetUserPassword', { ...user, Password: password, Permanent: true });
  if (role !== 'member') await cognito('AdminAddUserToGroup', { ...user, GroupName: role });
  return { role, email, password, userId: subjectOf(created) };
}

/** The stack allows the host name that the API has on AWS, which does not resolve here. */
async function allowLocalAddress(cognito: Cognito, client: object, url: string): Promise<void> {
  const { UserPoolClient } = await cognito('DescribeUserPoolClient', client);
  await cognito('UpdateUserPoolClient', {
    ...(UserPoolClient as object),
    ...client,
    CallbackURLs: [url],
    LogoutURLs: [url],
  });
}

function subjectOf({ User }: Answer): string {
  const { Attributes = [] } = User as { readonly Attributes?: readonly { Name: string; Value: string }[] };
  const subject = Attributes.find(({ Name }) => Name === 'sub')?.Value;
  if (subject === undefined) throw new Error('The user pool created a person without a subject.');
  return subject;
}

type Answer = Readonly<Record<string, unknown>>;
type Cognito = (operation: string, input: object) => Promise<Answer>;

/** Five operations on this machine alone are not worth another SDK client. */
function cognitoOf(endpoint: string): Cognito {
  return async (operation, input) => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
        // The emulator checks no signatures, but reads which service and region they are for.
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: JSON.stringify(input),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${operation} answered ${response.status}: ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Answer);
  };
}
