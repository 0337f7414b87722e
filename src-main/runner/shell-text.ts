/**
 * Decides how a shell text may be run, and writes the command lines for a warm shell. A text is tame if sh and bash cannot differ
 * on it and it can neither see nor disturb the shell that forked it; all other texts get a bash (sh where there is none) and a session
 * of their own. When in doubt a text is not tame: that costs a millisecond, the other mistake costs a wrong result.
 */
const tameLength = 4096;
const wildCharacters = /[^\w\s./:=,+@%^'"$<>;|&(){}[\]!#*?~-]/;
const wildOperators = /&(?!&|[12]\b)(?<!&&)|<<|<\(|<&|>\(|>\||\|&|\(\(|\[\[|==|=~|(?<!\$)\{|\+=|\*\*|\$(?![A-Za-z_{?(])|\$\{(?![A-Za-z_]\w*\})|^\s*\(|=\(|~[+-]|\[\^|[\w)]\s*\(/m;
const wildWords =
  /(^|[^\w./-])(trap|kill|exec|eval|wait|jobs|bg|fg|nohup|setsid|disown|source|function|declare|typeset|local|let|select|time|coproc|shopt|mapfile|readarray|read|type|hash|ulimit|enable|builtin|alias|unalias|return|getopts|history|pushd|popd|dirs|suspend|logout|caller|bind|complete|compgen|readonly|times|fc|pipefail|set(?!\s+[-+][euf]+(?:[\s;]|$))|exit\s+-\d+|export\s+(?:-\w+|\w+=[^"'\s;]*\$\w*)|printf[^;|\n]*(?:-v|%[q(])|(?:test|\[)\s[^;|\n]*-[vRN]|echo\s+-[a-zA-Z]*[eE]|\.|PPID|RANDOM|SECONDS|UID|EUID|BASH\w*|HOST\w+|OSTYPE|EPOCH\w+|LINENO|SHLVL|PIPESTATUS|FUNCNAME|DIRSTACK|GROUPS|IFS|OPTIND|_)(?![\w./-])/m;
const variableTraps = /\$\{?(PPID|RANDOM|SECONDS|UID|EUID|BASH\w*|HOST\w+|OSTYPE|EPOCH\w+|LINENO|SHLVL|PIPESTATUS|FUNCNAME|DIRSTACK|GROUPS|MACHTYPE|_)\b/;
/** One command of plain or quoted words, whose name is no builtin: it may replace the forked shell. */
const loneCommand = /^[ \t]*[\w.+/-]+(?:[ \t]+(?:[\w./:,+@%^=-]+|'[^']*'|"[^"$`\\!]*"))*[ \t]*$/;
const builtins =
  /^(true|false|test|echo|printf|cd|pwd|exit|export|unset|set|shift|umask|command|if|then|else|elif|fi|for|while|until|do|done|case|esac|in|break|continue|kill|bash|sh)$/;

export function isTame(text: string): boolean {
  return (
    text.length <= tameLength && !wildCharacters.test(text) && !wildOperators.test(text.replace(/[12]?>&[12]\b/g, " ").replaceAll("&&", ";")) && !wildWords.test(text) && !variableTraps.test(text)
  );
}

/** Safe between single quotes whatever it holds; NUL is refused before. */
export function shellQuote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** What both forms do first: take the mark, cut the ties to the runner, then take folder and variables. */
function prelude(setup: ShellSetup): string {
  const exported = Object.entries(setup.env).map(([name, value]) => `${name}=${shellQuote(value)}`);
  const exports = exported.length > 0 ? `export ${exported.join(" ")}; ` : "";
  return `${setup.mark}exec 3>&- </dev/null >${shellQuote(setup.outPath)} 2>&1; cd -- ${shellQuote(setup.cwd)} || exit 126; unset OLDPWD; ${exports}`;
}

export interface ShellSetup {
  /** A command that marks the process, or nothing; its own complaints are not the task's. */
  readonly mark: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** FIFO that takes stdout and stderr. */
  readonly outPath: string;
}

/** Runs the text in a fork and writes `<token> <status>` to descriptor 3; the shell then waits for its next line. */
export function forkLine(text: string, setup: ShellSetup, token: string): string {
  const word = /^[ \t]*(\S*)/.exec(text)?.[1] ?? "";
  const direct = loneCommand.test(text) && word !== "" && !builtins.test(word) && !word.includes("=");
  return `( ${prelude(setup)}${direct ? `exec ${text.trim()}` : `eval ${shellQuote(text)}`} ); echo "${token} $?" >&3\n`;
}

/** Turns the shell itself into the task: its pid, session and exit are the task's own. */
export function becomeLine(text: string, setup: ShellSetup): string {
  return `{ trap - TERM; ${prelude(setup)}eval ${shellQuote(text)}; exit $?; }\n`;
}
