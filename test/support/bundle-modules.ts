/**
 * The modules in a workflow bundle: our own files as paths from the project's root, and packages by name.
 * Reads webpack's module table (https://webpack.js.org/concepts/modules/), whose keys are the modules' paths.
 */
export function modulesIn(code: string): { readonly files: string[]; readonly packages: string[] } {
  const paths = [...code.matchAll(/^\s*\/\*\*\*\/ "(\.[^"]+)":?/gm)].map((match) => match[1] ?? '');
  const files = paths.filter((path) => !path.includes('node_modules/')).map((path) => path.slice('./'.length));
  const packages = paths.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return { files: [...new Set(files)], packages: [...new Set(packages)] };
}
