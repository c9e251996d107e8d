type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a package says of its origin: the repository whose workflow packs it. npm refuses a package with provenance if the two differ, and
 * a fork publishes under its own. Nothing outside of GitHub Actions.
 */
export function publishedFrom(directory: string, env: Environment = process.env): object {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = env;
  if (!server || !repository) return {};
  return { repository: { type: 'git', url: `git+${server}/${repository}.git`, directory } };
}
