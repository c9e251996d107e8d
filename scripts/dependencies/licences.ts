import satisfies from 'spdx-satisfies';

/** The part of a CycloneDX bill of materials that is read here. */
export interface Sbom {
  readonly components: readonly SbomComponent[];
}

export interface SbomComponent {
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/** Permissive licences: what is made with them can be used, changed and passed on with no more than a notice. */
const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
];

/** Licences of what only develops and tests, and is part of nothing that is deployed or published. */
const ALLOWED_FOR_DEVELOPMENT = [...ALLOWED, 'CC-BY-3.0', 'CC-BY-4.0', 'CC0-1.0', 'MPL-2.0'];

/** A line for each package whose licence is missing or not allowed. */
export function licenceProblems({ components }: Sbom): readonly string[] {
  return components.filter(isForeign).flatMap((component) => {
    const { name, version } = component;
    const licence = licenceOf(component);
    const allowed = isForDevelopment(component) ? ALLOWED_FOR_DEVELOPMENT : ALLOWED;
    return isAllowed(licence, allowed)
      ? []
      : [`${name} ${version} has the licence ${licence ?? 'of nobody'}, which is not allowed.`];
  });
}

/** How many packages have which licence. */
export function listLicences({ components }: Sbom): string {
  const byLicence = Map.groupBy(components.filter(isForeign), (component) => licenceOf(component) ?? 'none');
  return [...byLicence]
    .map(([licence, { length }]) => `${licence}: ${length}`)
    .toSorted()
    .join(', ');
}

/** A table of all packages that are not of this repository, with their licences and what they are for. */
export function licenceReport(sbom: Sbom): string {
  const rows = sbom.components.filter(isForeign).map((component) => {
    const purpose = isForDevelopment(component) ? 'development' : 'deployed or published';
    return `| ${component.name} | ${component.version} | ${licenceOf(component) ?? 'none'} | ${purpose} |`;
  });
  const head = ['| package | version | licence | for |', '|---|---|---|---|'];
  return `# Licences\n\n${[...head, ...new Set(rows.toSorted())].join('\n')}\n`;
}

function isAllowed(licence: string | undefined, allowed: readonly string[]): boolean {
  try {
    return licence !== undefined && satisfies(licence, [...allowed]);
  } catch {
    // Not an expression of SPDX.
    return false;
  }
}

function licenceOf({ licenses = [] }: SbomComponent): string | undefined {
  const texts = licenses.flatMap(
    ({ license, expression }) => expression ?? license?.id ?? license?.name ?? [],
  );
  if (texts.length <= 1) return texts[0];
  return texts.map((text) => `(${text})`).join(' AND ');
}

/** Not a workspace of this repository. */
function isForeign({ properties = [], name }: SbomComponent): boolean {
  return (
    !name.startsWith('@token-ledger/') &&
    !properties.some((each) => each.name === 'cdx:npm:package:private' && each.value === 'true')
  );
}

function isForDevelopment({ properties = [] }: SbomComponent): boolean {
  return properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');
}
