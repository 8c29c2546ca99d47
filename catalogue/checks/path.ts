const PATH = /^\/[^\s?#\\]*$/;
const PLACEHOLDER = /\{\{[^{}]*\}\}|\{action_field:[^{}]*\}|#[\w.-]+#/g;

/** Whether a template is a path below a destination's URL. */
export function isPath(template: string): boolean {
  return PATH.test(template.replace(PLACEHOLDER, 'x'));
}

/** What is wrong with one that is none. */
export const PATH_FAULT = 'must begin with / and hold no space, ?, # or backslash: see query';
