/** What people read for a name: `cancel-bonus` → `Cancel bonus`. */
export function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
