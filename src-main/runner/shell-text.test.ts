import { describe, expect, it } from "vitest";
import { isTame } from "./shell-text.ts";

describe("isTame", () => {
  it.each([":", "exit 3", "echo hello > out.txt", "python3 load.py --day 2026-01-01", "set -e\nmkdir -p a/b\ncp x y && echo done", 'echo "$HOME ${USER}" 2>&1', "/bin/true", "cat < in.txt | sort | uniq > out.txt", "false || true", "echo $(date)", "set -eu; ls"])(
    "lets a plain text share a shell: %s",
    (text) => expect(isTame(text)).toBe(true),
  );
  it.each([
    "sleep 9 &", "echo $$", "echo $PPID", "trap 'x' EXIT", "kill 0", "exec sleep 1", "[[ a == b ]]", "echo a\\nb", "echo {a,b}", "source env.sh", ". env.sh", "set -o pipefail", "a=(1 2)",
    "cat <<E\nx\nE", "cat <<< x", "diff <(a) <(b)", "f() { :; }", "function f { :; }", "(cd x)", "echo `date`", "nohup x", "setsid x", "x &> y", "x |& y", "echo ${a//b/c}", "echo $((1+1))", "echo $RANDOM",
    "local x=1", "wait", "read x", "echo -e x", "ulimit -n 5", "[ a == b ]", "x;kill 1", "echo é", "ls & wait", "echo $!", "echo $0", "echo a+=b", "true\nexec x", "test $_ ", "IFS=, ; x", "set -euo pipefail\nls", "set -m", "exit -1", "export a=$(date)", "export a=$HOME", "export -p", "[ -v HOME ]", "ls [^a]",
  ])("gives any other text a session of its own: %s", (text) => expect(isTame(text)).toBe(false));
});
