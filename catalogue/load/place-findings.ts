import { type Fault, fieldName, type UnplacedFault } from './faults.js';
import type { CatalogueFolder } from './folder.js';
import type { YamlFile } from './yaml-file.js';

/**
 * Says where each finding stands: in the brand's own file or the shared one, whichever has more of the path. What is
 * wrong with a shared definition is one fault, however many brands it concerns. Without a folder there are no places.
 */
export function placeFindings(findings: readonly UnplacedFault[], folder: CatalogueFolder | null): Fault[] {
  const faults = new Map<string, Fault & { brands: string[] }>();
  for (const { brand, section, path, message } of findings) {
    const place = nearest(
      [folder?.brands.get(brand)?.get(section), folder?.shared.get(section)].filter((file) => file !== undefined),
      path,
    );
    const field = fieldName(section === 'brand' || place.file !== null ? path : [section, ...path]);
    const fault = { ...place, field, message };
    const key = JSON.stringify([fault, place.file === null ? brand : '']);
    const known = faults.get(key);
    if (known === undefined) faults.set(key, { ...fault, brands: [brand] });
    else if (!known.brands.includes(brand)) known.brands.push(brand);
  }
  const order = ({ file, line, column }: Fault): [string, number, number] => [file ?? '', line ?? 0, column ?? 0];
  return [...faults.values()].sort((a, b) => {
    const [file, line, column] = order(a);
    const [otherFile, otherLine, otherColumn] = order(b);
    return file.localeCompare(otherFile) || line - otherLine || column - otherColumn;
  });
}

function nearest(files: readonly YamlFile[], path: UnplacedFault['path']): Pick<Fault, 'file' | 'line' | 'column'> {
  const places = files.map((file) => ({ file: file.file, ...file.locate(path) }));
  const [best] = places.sort((a, b) => b.depth - a.depth);
  return best === undefined
    ? { file: null, line: null, column: null }
    : { file: best.file, line: best.line, column: best.column };
}
