import { hasPlaceholder, looksSecret, namesSecret } from './words.js';

const JSON_PAIR = /"((?:[^"\\\n]|\\.)*)"(\s*:\s*)"((?:[^"\\\n]|\\.)*)"/g;
const TEXT_PAIR = /([\w-]+)(\s*[=:]\s*|>)([^\s"'&;,<>{}]+)/g;

/**
 * The text of a body without the values that are, by their name or looks, secrets: these are empty in it.
 * `onSecret` is told the line and the name of each.
 */
export function emptySecrets(text: string, isJson: boolean, onSecret: (line: number, name: string) => void): string {
  return text.replace(isJson ? JSON_PAIR : TEXT_PAIR, (whole: string, ...found: (string | number)[]) => {
    const [name, between, value, offset] = found as [string, string, string, number];
    if (value === '' || hasPlaceholder(value) || !(namesSecret(name) || looksSecret(value))) return whole;
    onSecret(text.slice(0, offset).split('\n').length, name);
    return isJson ? `"${name}"${between}""` : `${name}${between}`;
  });
}
