import path from 'node:path';

/**
 * The rule `waypost/imports`: refuses every import that the file's row of the table does not list.
 * Option: `{ table, root }`, the rows and the folder that their paths start from.
 */
export const importRule = {
  meta: {
    type: 'problem',
    schema: [{ type: 'object' }],
    messages: {
      noRow: 'No row of eslint.imports.js is about {{file}}: add one that says what it may import.',
      refused: '{{file}} may not import "{{specifier}}": {{because}} (eslint.imports.js).',
      typeOnly:
        '{{file}} may import only types of "{{specifier}}": write `import type`. {{because}} (eslint.imports.js).',
    },
  },
  create(context) {
    const { table, root } = context.options[0];
    const file = path.relative(root, context.filename).split(path.sep).join('/');
    const row = rowFor(table, withoutExtension(file));

    const check = (node, source, isType) => {
      if (typeof source?.value !== 'string') return;
      const specifier = source.value;
      if (!row) return context.report({ node, messageId: 'noRow', data: { file } });
      const imported = resolve(file, specifier);
      if (allows(row, imported)) return;
      const asType = row.types?.some((entry) => covers(entry, imported.name)) ?? false;
      if (asType && isType) return;
      const messageId = asType ? 'typeOnly' : 'refused';
      context.report({ node, messageId, data: { file, specifier, because: row.because } });
    };

    return {
      ImportDeclaration: (node) => check(node, node.source, node.importKind === 'type'),
      ExportAllDeclaration: (node) => check(node, node.source, node.exportKind === 'type'),
      ExportNamedDeclaration: (node) => check(node, node.source, node.exportKind === 'type'),
      ImportExpression: (node) => check(node, node.source, false),
      TSImportType: (node) => check(node, node.source, true),
    };
  },
};

function rowFor(table, file) {
  const rows = table.filter((row) => covers(row.in, file));
  return rows.sort((a, b) => b.in.length - a.in.length)[0];
}

function allows(row, imported) {
  if (imported.kind === 'package') return row.packages?.some((entry) => covers(entry, imported.name)) ?? false;
  if (row.not?.some((entry) => covers(entry, imported.name))) return false;
  return row.ours?.some((entry) => covers(entry, imported.name)) ?? false;
}

/** What a specifier names: a file of this project as a path from the root, or a package. */
function resolve(file, specifier) {
  if (!specifier.startsWith('.')) return { kind: 'package', name: specifier };
  return { kind: 'ours', name: withoutExtension(path.posix.join(path.posix.dirname(file), specifier)) };
}

function covers(entry, name) {
  return entry === '*' || name === entry || name.startsWith(entry.endsWith(':') ? entry : `${entry}/`);
}

function withoutExtension(file) {
  return file.replace(/(\.d)?\.[cm]?[jt]s$/, '');
}
