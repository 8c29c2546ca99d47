import type { Placeholder, TemplateNode, TextTemplate } from './tree.js';

/** Every placeholder of a body, in the order of writing. */
export function placeholdersOf(node: TemplateNode): Placeholder[] {
  switch (node.kind) {
    case 'literal':
      return [];
    case 'value':
      return [node.placeholder];
    case 'text':
      return placeholdersIn(node.parts);
    case 'list':
      return node.items.flatMap(placeholdersOf);
    case 'object':
      return node.entries.flatMap(([, child]) => placeholdersOf(child));
  }
}

/** Every placeholder of a text, in the order of writing. */
export function placeholdersIn(text: TextTemplate): Placeholder[] {
  return text.filter((part) => typeof part !== 'string');
}
