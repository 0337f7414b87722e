/** The names that templates in a text use, found without rendering it. */
const block = /\{\{([\s\S]*?)\}\}|\{%([\s\S]*?)%\}/g;
const param = /(?<![\w.'"])params\s*(?:\.\s*([A-Za-z_]\w*)(?!\w*\s*\()|\[\s*(?:'([^']*)'|"([^"]*)")\s*\])/g;

/** `x` of every `params.x` and `params['x']` inside `{{ }}` or `{% %}`. Method calls such as `params.get(…)` are left out. */
export function paramsIn(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, expression, statement] of text.matchAll(block)) {
    for (const [, dotted, single, double] of (expression ?? statement ?? "").matchAll(param)) {
      names.add(dotted ?? single ?? double ?? "");
    }
  }
  return names;
}
