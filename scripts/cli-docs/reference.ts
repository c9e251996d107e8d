import { createProgram, type Program } from '@token-ledger/cli';

type Command = Program['program'];

const BEGIN = '<!-- written by npm run docs:cli -->';
const WIDTH = 110;

/** The page with its reference written again: what stands behind the marker follows from the commands. */
export function withReference(page: string): string {
  const [prose = ''] = page.split(BEGIN);
  return `${prose}${BEGIN}\n\n${reference()}`;
}

/** The help of every command, by the headings of the program's own help. */
function reference(): string {
  const program = createProgram().program;
  const sections = program.commands
    .filter((command) => command.name() !== 'help')
    .map((command) => `## ${command.name()}\n\n${sectionOf(command, [program.name()])}`);
  return `${sections.join('\n\n')}\n`;
}

function sectionOf(command: Command, above: readonly string[]): string {
  const path = [...above, command.name()];
  if (command.commands.length === 0) return `\`\`\`text\n${helpOf(command)}\n\`\`\``;
  const parts = command.commands.map(
    (child) => `### ${path.slice(1).join(' ')} ${child.name()}\n\n${sectionOf(child, path)}`,
  );
  return [`${command.description()}.`, ...parts].join('\n\n');
}

/** As the terminal shows it, in one width and without what is the same everywhere. */
function helpOf(command: Command): string {
  let help = '';
  command.configureHelp({ helpWidth: WIDTH, showGlobalOptions: false });
  command.configureOutput({ writeOut: (text) => void (help += text) });
  command.outputHelp();
  return help
    .split('\n')
    .filter((line) => !/^ +-h, --help /.test(line))
    .join('\n')
    .trim();
}
