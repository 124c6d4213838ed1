import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Code } from '../src/programs/languages/code.ts'
import { GO_LANGUAGE } from '../src/programs/languages/go/go-language.ts'
import type { Language } from '../src/programs/languages/language.ts'
import { type Module, moduleOf } from '../src/programs/languages/module.ts'
import { PHP_LANGUAGE } from '../src/programs/languages/php/php-language.ts'
import { PYTHON_LANGUAGE } from '../src/programs/languages/python/python.ts'
import { modulesWithWord } from '../src/programs/languages/word-index.ts'

/** Texts of one language, with the number of modules that are read from their words; `undefined`: only a parser can tell. */
const IMPORTS: readonly (readonly [Language, string, number | undefined])[] = [
  [PYTHON_LANGUAGE, 'import os, a.b as c\nfrom . import x\nfrom ..y import (p as q,\n  r,  # import s\n)\nfrom z import *\n', 8],
  [PYTHON_LANGUAGE, '"""\nimport a\n"""\nx = "import b" # import c\nif x: import d; import e\ndef f():\n\timport g\n', 3],
  [PYTHON_LANGUAGE, 'try:\n  import a\nexcept ImportError:\n  from b import c\n', 3],
  [PYTHON_LANGUAGE, 'from a \\\n  import b\n', undefined],
  [PYTHON_LANGUAGE, "x = 'no end\nimport a\n", undefined],
  [GO_LANGUAGE, '// import "a"\npackage main\nimport "b"\nimport (\n  c "d/v2" // e\n  . "f"\n  _ `g`\n)\nvar x = `import "h"`\n', 4],
  [GO_LANGUAGE, 'package main\n/* no end', 0],
  [GO_LANGUAGE, '/* no end', undefined],
]

for (const [language, text, count] of IMPORTS) {
  test(`the modules that ${JSON.stringify(text)} names are those that a parser finds`, () => {
    const read = language.modulesNamed?.(text)
    assert.equal(read?.length, count)
    const parsed = new Code(text, 'x', language).syntax.modules
    if (read)
      assert.deepEqual(
        read.map(({ module, at }) => [module, at]),
        parsed.map(({ module, at }) => [module, at]),
      )
  })
}

/** What a parser finds by a name, the words of a text do not exclude. */
const DECLARED: readonly (readonly [Language, string])[] = [
  [
    GO_LANGUAGE,
    'package a\nvar b, c = 1, 2\nconst (\n  d x.T = 1\n  e\n)\nfunc f() { g := 1; h.I = g }\nfunc (r *R) J() {}\nvar k = L{M: 1}\n',
  ],
  [
    PHP_LANGUAGE,
    '<?php\nfunction &a() {}\nabstract class B {}\nconst C = 1, D = 2;\ndefine("E", 3);\nenum F {}\n$g = 1;\nclass H { public $i = 1; }\n',
  ],
  [PYTHON_LANGUAGE, 'a = b = 1\nclass C:\n  d: int = 2\ne.f = 3\ng["H"] = 4\n'],
]

for (const [language, text] of DECLARED) {
  test(`the words of ${JSON.stringify(text)} exclude nothing that it declares`, () => {
    const code = new Code(text, 'x', language)
    const { top, assignments } = code.syntax
    const names = [...top.bindings.keys(), ...top.inner.keys()]
    assert.ok(names.length > 1)
    for (const name of names) assert.ok(new Code(text, 'x', language).mayDeclare(name), name)
    for (const { name } of code.allBound()) assert.notDeepEqual(new Code(text, 'x', language).bound(name), [], name)
    for (const { target } of assignments) assert.notDeepEqual(new Code(text, 'x', language).assigned(target.name), [], target.name)
  })
}

test('the modules that mention a word keep their order, in every program that shares files', () => {
  const module = (path: string, text: string) => {
    const found = { file: path, text: { text, at: (offset: number) => offset } }
    return { ...moduleOf(found as unknown as Module['found'], path, PYTHON_LANGUAGE), path }
  }
  const [a, b, c] = [module('a.py', 'x = y\n'), module('b.py', 'z = y\n'), module('c.py', 'x = y\n')] as const
  const paths = (modules: readonly Module[], word: string) => modulesWithWord(modules)(word).map(({ path }) => path)
  assert.deepEqual(paths([c, b, a], 'y'), ['c.py', 'b.py', 'a.py'])
  assert.deepEqual(paths([a, b], 'y'), ['a.py', 'b.py'])
  assert.deepEqual(paths([b, a], 'x'), ['a.py'])
  assert.deepEqual(paths([b], 'x'), [])
})
