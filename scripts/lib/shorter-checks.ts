/**
 * Compiled checks say the same at a third of the length: schemasafe writes one condition for each member that must be
 * there, one for each that may be, and a function for each alternative. Must never change what a check accepts; a form
 * that is not recognised stays as it is.
 */

/** Put before the shortened checks. Values come from JSON or a structured clone: all their members are own and enumerable. */
export const HELPERS = `/** An object with every member of \`names\` and no other. */
function hasExactly(value, names) {
  if (!(typeof value === 'object' && value && !Array.isArray(value))) return false;
  return Object.keys(value).length === names.length && names.every((name) => has(value, name));
}
/** A member that is there; none of a prototype. */
function has(value, name) {
  return value[name] !== undefined && hasOwn(value, name);
}
`;

const REQUIRED =
  /^( *)if \(!\((\S+)\.(\w+) !== undefined && hasOwn\(\2, "\3"\)\)\) return false\n(?:\1if \(!\(\2\.(\w+) !== undefined && hasOwn\(\2, "\w+"\)\)\) return false\n)*/m;
const ONE_REQUIRED = /hasOwn\(\S+, "(\w+)"\)\)\) return false/g;

/** Members of `value` beside those named are refused by this loop. */
function closedBy(value: string): RegExp {
  const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    `^ *for \\(const (key\\d+) of Object\\.keys\\(${escaped}\\)\\) \\{\\n *if \\(((?:\\1 !== "\\w+"(?: && )?)+)\\) return false\\n *\\}\\n`,
    'm',
  );
}

function namesIn(text: string, each: RegExp): string[] {
  return [...text.matchAll(each)].map(([, name = '']) => name);
}

/** The members that must be there are all that may be: one condition for both. */
function withExactMembers(code: string): string {
  let [done, rest] = ['', code];
  for (;;) {
    const found = REQUIRED.exec(rest);
    if (!found) return done + rest;
    const [lines, indent = '', value = ''] = found;
    const before = rest.slice(0, found.index);
    const after = rest.slice(found.index + lines.length);
    const names = namesIn(lines, ONE_REQUIRED);
    const loop = closedBy(value).exec(after);
    const allowed = loop ? namesIn(loop[2] ?? '', /"(\w+)"/g) : [];
    if (loop && names.length === allowed.length && names.every((name) => allowed.includes(name))) {
      done += `${before}${indent}if (!hasExactly(${value}, ${JSON.stringify(names)})) return false\n`;
      rest = after.slice(0, loop.index) + after.slice(loop.index + loop[0].length);
    } else {
      done += before + lines;
      rest = after;
    }
  }
}

const ALTERNATIVE =
  /const (sub\d+) = \(\(\) => \{\n((?: *if \(!.+\) return false\n)+) *return true\n *\}\)\(\)/g;

/** An alternative of conditions alone is their conjunction. */
function withPlainAlternatives(code: string): string {
  return code.replace(ALTERNATIVE, (_, name: string, lines: string) => {
    const conditions = lines
      .trim()
      .split('\n')
      .map((line) => line.trim().replace(/^if \(!(.+)\) return false$/, '$1'));
    return `const ${name} = ${conditions.join(' && ')}`;
  });
}

/** An object that has certain members is an object. */
function withoutSaidTwice(code: string): string {
  return code.replace(
    /^ *if \(!\(typeof (\S+) === "object" && \1 && !Array\.isArray\(\1\)\)\) return false\n(?= *if \(!hasExactly\(\1,)/gm,
    '',
  );
}

/** Alternatives stand where they are asked for: each is asked for once. */
function withAlternativesInPlace(code: string): string {
  return code.replace(
    /(?: *const sub\d+ = .+\n)+( *)if \(!\(((?:sub\d+(?: \|\| )?)+)\)\) return false\n/g,
    (lines: string, indent: string, asked: string) => {
      const meanings = new Map(
        [...lines.matchAll(/const (sub\d+) = (.+)\n/g)].map(([, name, is]) => [name, is]),
      );
      const either = asked.split(' || ').map((name) => meanings.get(name));
      if (either.length !== meanings.size || either.includes(undefined)) return lines;
      return `${indent}if (!(${either.map((is) => `(${is})`).join(' || ')})) return false\n`;
    },
  );
}

const ONE_OF =
  /( *)(?:if \(!\(typeof (\S+) === "string"\)\) return false\n *)?if \(!\(((\S+) === "[^"]*"(?: \|\| \4 === "[^"]*")*)\)\) return false\n/g;

/** One of several texts: whoever equals one of them is a text. */
function withLists(code: string): string {
  return code.replace(
    ONE_OF,
    (lines: string, indent: string, typed: string | undefined, all: string, of: string) => {
      if (typed !== undefined && typed !== of) return lines;
      const texts = [...all.matchAll(/=== ("[^"]*")/g)].map(([, text]) => text);
      const condition = texts.length > 1 ? `[${texts.join(', ')}].includes(${of})` : `${of} === ${texts[0]}`;
      return `${indent}if (!(${condition})) return false\n`;
    },
  );
}

/** A check that only asks another is that other. */
function withoutDetours(code: string): string {
  return code.replace(
    /const (ref\d+) = function validate\(data\) \{\n *if \(!(ref\d+)\(data\)\) return false\n *return true\n\};\n/g,
    'const $1 = $2;\n',
  );
}

/** The same checks, shorter. */
export function shorterChecks(code: string): string {
  const steps = [
    withExactMembers,
    withoutSaidTwice,
    withPlainAlternatives,
    withAlternativesInPlace,
    withLists,
    withoutDetours,
  ];
  return steps.reduce((shorter, step) => step(shorter), code);
}
