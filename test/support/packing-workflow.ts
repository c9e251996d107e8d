/** From now on, packages are packed as by the workflow of a repository on GitHub, which they have to name. */
export function packAsInWorkflow(): { readonly url: string } {
  const [server, repository] = ['https://github.com', 'example/token-ledger'];
  Object.assign(process.env, { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository });
  return { url: `git+${server}/${repository}.git` };
}
