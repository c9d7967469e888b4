"""Writes cases.json: small templates and what Jinja2 makes of them. Run it with Jinja2 3.1 and read the difference before committing."""

import json
import pathlib

from environments import render

V = {
    "name": "Ada Lovelace", "empty": "", "n": 7, "neg": -3, "x": 2.5, "yes": True, "no": False, "nil": None,
    "nums": [3, 1, 2], "words": ["pear", "Apple", "fig"], "nested": [[1, 2], [3, 4]],
    "d": {"b": 1, "a": 2, "items": "own", "C": 3}, "user": {"name": "Bo", "tags": ["x", "y"], "age": 41},
    "people": [{"name": "Bo", "age": 41, "on": True}, {"name": "al", "age": 7, "on": False}, {"name": "Cy", "age": 41, "on": True}],
    "text": "  padded\ttext \n", "emoji": "a😀b𝄞c", "quote": "it's \"so\"", "lines": "one\ntwo\n\nthree",
    "mixed": [1, 2.5, "three", None, True, [4], {"k": "v"}], "ß": "straße", "html": "<a href='x'>&</a>",
}

EXPRESSIONS = r"""
1 + 2 * 3 - 4 / 2
7 // 2, -7 // 2, 7 // -2, 7 % 3, -7 % 3, 7 % -3
7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 0.0 % 3, -0.0
2 ** 3, 2 ** -1, 2 ** 3 ** 2, -2 ** 2, 2 ** 0.5
1 / 3, 10 / 2, 1e3, 1e16, 1e15, 1.5e-5, 0.0001, 123456789012345678, 1e22, 5e-324, 1.7976931348623157e308
0x1F, 0o17, 0b101, 1_000, 1_0.5_0
True + 1, True * 'ab', 3 * 'ab', 'ab' * 0, [1] * 2, (1,) * 2, 2 * [None]
'a' + 'b', [1] + [2], (1,) + (2,)
'a' ~ 1 ~ 2.0 ~ none ~ true ~ [1, 'x'] ~ {'k': 'v'}
1 < 2 < 3, 1 < 2 > 3, 1 == 1.0, true == 1, 'a' < 'b', [1, 2] < [1, 3], (1, 'a') <= (1, 'b')
1 == '1', none == false, [] == (), {} == {}, {'a': 1} == {'a': 1.0}, none != none
'a' in 'cat', 'x' not in 'cat', 1 in [1, 2], 1.0 in [1], 'b' in d, 2 in (1, 2), '' in ''
not 1, not 0 == 0, not not 2
1 and 2, 0 and 2, 1 or 2, 0 or '', none or 'x', '' and 1
'yes' if n > 5 else 'no'
'only' if n > 50
1 if false else 2 if false else 3
name[0], name[-1], name[1:4], name[::-1], name[-4:], name[:-4], name[::2], name[10:2:-3]
nums[0], nums[-1], nums[1:], nums[::-1], nums[:10], nums[5:], nums[-2:]
nested[1][0], nested[0].1, user.tags[0], user['name'], user.tags.1
emoji[1], emoji[-2], emoji|length, emoji[::-1], emoji[1:3], emoji.find('b'), emoji.index('c'), emoji|reverse|list
d.items(), d['items'], d.b, d.keys()|list, d.values()|list, d|items|list
d.get('b'), d.get('zz'), d.get('zz', 5), user.get('name')
missing, missing|default('x'), missing|d('y'), empty|default('z'), empty|default('z', true), nil|default('w'), no|default(1, boolean=true)
missing is defined, n is defined, missing is undefined, user.foo is defined
user.foo.bar is defined
missing.foo
missing + 1
missing ~ 'x', missing == missing, missing|length, missing|list, not missing, missing|join, missing|string, missing in [missing], missing|map('upper')|list, missing|int(3)
missing|float
missing > 1
missing()
missing[0]
-missing
user.foo, user['foo'], nums[10], name.foo, n.foo, nil.foo
n is number, x is number, yes is number, n is integer, yes is integer, x is float, name is string, nil is none, yes is boolean
d is mapping, nums is mapping, nums is sequence, name is sequence, d is sequence, nums is iterable, n is iterable, range is callable
n is odd, n is even, 9 is divisibleby 3, 9 is divisibleby(2), n is eq 7, n is ne(7), n is gt 3, n is lt 3, n is ge 7, n is le 6
n is equalto 7, n is lessthan 9, n is greaterthan 9, 1 is in [1, 2], 'a' is in 'abc', yes is true, yes is false, no is false, 1 is true
'abc' is lower, 'ABC' is upper, 'aBc' is lower, '12' is upper, 'trim' is filter, 'nope' is filter, 'odd' is test, nil is sameas none
n is not none, missing is not defined, not missing is defined, n is defined and n is number
n is defined or crash.here
name|upper, name|lower, name|title, name|capitalize, 'hello-wORLD (x) it\'s'|title, "they're bill's".title()
text|trim, '--x--'|trim('-'), text.strip(), 'xxabxx'.strip('x'), 'xxabxx'.lstrip('x'), 'xxabxx'.rstrip('x'), 'abcba'.strip('ab')
'a,b,,c'.split(','), ' a  b c '.split(), 'a b c'.split(' ', 1), 'a b c'.rsplit(' ', 1), 'abc'.split('x'), ''.split(), ''.split(','), ' a b '.split(none, 1)
'a b  c '.rsplit(none, 1), 'a.b.c'.partition('.'), 'a.b.c'.rpartition('.'), 'abc'.partition('x'), 'abc'.rpartition('x')
'hello'.startswith('he'), 'hello'.endswith('lo'), 'hello'.startswith(('x', 'h')), 'hello'.startswith('l', 2), 'hello'.endswith('l', 0, 4)
'hello'.replace('l', 'L'), 'hello'.replace('l', 'L', 1), 'aaa'|replace('a', 'b', 2), 'abc'|replace('', '-'), 'abc'.replace('', '-', 2), 12|replace(1, 3)
'hello'.find('l'), 'hello'.rfind('l'), 'hello'.find('z'), 'hello'.count('l'), 'hello'.index('e'), 'aaa'.count('aa'), 'abc'.count(''), 'abc'.find('', 9)
'-'.join(['a', 'b']), ', '.join('abc'), words|join, words|join(' / '), nums|join(','), people|join(', ', attribute='name'), mixed|join('|')
'x'.zfill(3), '-5'.zfill(4), 'ab'.ljust(4) ~ '|', 'ab'.rjust(4, '.'), 'ab'.center(5, '*'), 'abc'.center(6, '*'), 'x'|center(5) ~ '|'
'ab'.isalpha(), '12'.isdigit(), 'a1'.isalnum(), ' '.isspace(), 'aB'.islower(), 'AB'.isupper(), ''.isdigit(), '½'.isdigit(), '½'.isnumeric(), '²'.isdigit()
'ab'.removeprefix('a'), 'ab'.removesuffix('b'), 'ab'.removesuffix(''), 'aB'.swapcase(), 'a\nb\r\nc'.splitlines(), 'a\nb'.splitlines(true)
ß|upper, ß|title, 'ﬁn'.title(), 'ΑΣ'.lower(), 'ΑΣΑ'|lower, 'ǆa'|capitalize, 'İ'.lower()|length, 'éa'.upper()
words|sort, words|sort(case_sensitive=true), words|sort(reverse=true), nums|sort, people|sort(attribute='age')|map(attribute='name')|list
people|sort(attribute='age,name')|map(attribute='name')|list, people|sort(true, attribute='name')|map(attribute='name')|join(' ')
nums|first, nums|last, []|first, []|last, name|first, name|last, nums|length, name|count, d|length
nums|max, nums|min, words|max, words|min, people|max(attribute='age'), []|max, nums|sum, people|sum(attribute='age'), nums|sum(start=10), ['a','B']|min(case_sensitive=true)
nums|reverse|list, name|reverse, [1, 1.0, true, 2, 'A', 'a']|unique|list, people|unique(attribute='age')|map(attribute='name')|list
people|map(attribute='name')|list, words|map('upper')|join(' '), words|map('replace', 'p', 'P')|list, people|map(attribute='zip', default='?')|list, words|map('length')|list
nums|select('odd')|list, nums|select('gt', 1)|list, nums|reject('odd')|list, mixed|select|list, mixed|select('string')|list, mixed|reject('none')|list
people|selectattr('on')|map(attribute='name')|list, people|selectattr('age', 'equalto', 41)|list|length, people|rejectattr('on')|list, people|selectattr('name', 'in', ['Bo'])|list
people|groupby('age'), people|groupby('on')|length, words|batch(2)|list, words|batch(2, '-')|list, [1,2,3,4,5]|slice(3)|list, [1,2,3,4]|slice(3, 0)|list
d|dictsort(false, 'value')
d|dictsort, d|dictsort(true), {'b': 2, 'C': 1}|dictsort(false, 'value'), {'b': 1, 'a': 1}|dictsort(by='value', reverse=true)
'3'|int, '3.7'|int, 'x'|int, 'x'|int(5), 3.9|int, -3.9|int, '0x1f'|int(0, 16), 'ff'|int(base=16), ' 4_2 '|int, true|int, none|int(9), 'nan'|int
'3'|float, 'x'|float, 'x'|float(1.5), '1e3'|float, 3|float, ' inf '|float, 'nan'|float, none|float
2.5|round, 3.5|round, 2.675|round(2), 42|round, 42.7|round|int, 1234|round(-2), 1250|round(-2), 2.1|round(0, 'ceil'), 2.9|round(0, 'floor'), 2.123|round(2, 'ceil'), -2.5|round
-3|abs, 2.5|abs, -1|abs, (-1)|abs, - 2|abs, neg|abs
nums|string, none|string, true|string, 1.0|string, 'é'|string
html|e
html|escape ~ '"'
html|safe
name|wordcount, 'a b, c-d é'|wordcount, name|truncate(5, true), name|truncate(7, false, '..', 0), name|truncate(50), 'a b c d e f'|truncate(8, leeway=0)
lines|indent, lines|indent(2), lines|indent(2, true), lines|indent(2, true, true), lines|indent('> '), lines|indent(width=1, blank=true)
'%s and %d' % ('x', 3), '%5.2f|%-5d|%05d|%+d' % (3.14159, 42, 42, 42), '%x %X %o %#x' % (255, 255, 8, 255), '%e %g %g %g' % (12345.678, 0.0001, 1e10, 1e-5), '%%' % (), '%s' % 'x', '%(a)s-%(b)d' % {'a': 1, 'b': 2}
'%r %s' % ('q', none), '%c%c' % (65, 'b'), '%.3s|' % 'abcdef', '%5s|%-5s|' % ('a', 'b'), '%*d' % (5, 3), '%d' % 3.9, '%i' % true, '%.0f %.0f %.0f' % (0.5, 1.5, 2.5), '% d' % 5, '%G' % 1e-10
'%s-%s'|format(1, 'b'), '%(x)s'|format(x=3), '{} {}'.format(1, 'b'), '{0} {1} {0}'.format('a', 'b'), '{n:>5}|{n:<5}|{n:^5}|{n:05d}'.format(n=42), '{:,}'.format(1234567), '{:.2f}'.format(3.14159), '{:.1%}'.format(0.256)
'{!r}'.format('x'), '{0[1]}'.format([1, 2]), '{0[k]}'.format({'k': 'v'}), '{{}}'.format(), '{:*^9}'.format('mid'), '{:+}'.format(3), '{:x} {:#b} {:o}'.format(255, 5, 8), '{:e}'.format(1234.5), '{:>{w}}'.format('a', w=4), '{:g}'.format(0.00001), '{:_}'.format(12345), '{:.3}'.format(2.0), '{:.1}'.format(1.0), '{:.3}'.format('abcdef'), '{:10.3f}|'.format(2.5), '{:.4}'.format(123456.0)
'%s' % [1, 'a'], '%s' % {'a': 1}, '%s %s' % (1.0, true)
[1, 'a', "b'c", 'd"e', 'f\'g"h', none, true, 1.5, [], {}, (), (1,), (1, 2)]
{'a': 1, 2: [3], (1, 2): 'tuple', none: none, true: 'x'}
'\x00\x1f\x7f\xa0é\u200b😀\\\n\r\t\'', ['\x00\x1f\x7f\xa0é\u200b😀\\\n\r\t\'', '\u2028', '\ue000', '\xad']
'\101\x41\u0041\U00000041\q\'\"\\', "a" 'b' "c", 'line\
continued'
1e400, -1e400, [1e400], 0.1 + 0.2, 1e16 + 1, 100000000000000000000.0, 1.0e-7, 3.0 * 2
(1, 2, 3)[1:], (1, 2)|length, [1, 2, 3].index(2), [1, 2, 1].count(1), (1, 2).index(2), ()|list
range(3)|list, range(1, 4)|list, range(5, 0, -2)|list, range(0)|list, range(3), range(1, 9, 2), range(10)[2:4]|list, range(3)|length, 2 in range(3), range(10)[-1], range(5)|last
dict(a=1, b='x'), dict(d, z=1), dict([(1, 2)])
{'a': {'b': {'c': 1}}}.a.b.c, [[1, [2, [3]]]][0][1][1][0], [{'k': [5]}][0].k[0]
(n, x), n, x
d.items()|list|sort, d.keys()|sort|join, 'cba'|sort|join, 'abc'|list, d|list, d|first, d|sort
'a' if missing is defined else 'b' ~ 'c'
n + 1 if yes else n - 1
'abc'|upper|lower|replace('b', 'x')|length
(1 + 2)|string + 'x', 1 + 2|string|int, -n|abs, n|string ~ x|string
nums|map('string')|map('length')|sum, nums|map('float')|list
'a' < 'b' and 'c' > 'a' or crash
[]|sum, []|join(','), {}|length, ()|first is defined
'x' * 3 ~ '-' * 2, 5 * '-' + '>'
1.0, 1.50, 10.0 / 4, 7 / 7, 1e0, 2 ** 10, 2 ** 62, 2.0 ** 3
nums == [3, 1, 2], [1, [2]] == [1, [2]], 'a' == "a", 1 != 2, nums is eq [3, 1, 2]
none is none, none|string, none ~ '', [none], none in [none]
'tést' | length, 'tést'[1], 'tést'|upper, '日本語'[::-1], '日本語'|list
'%s' % none, '%d%%' % 50, 'a%sb' % 'x'
namespace(a=1).a, namespace(a=1).b, namespace({'k': 2}, j=3).k
1 in d.values(), 'own' in d.values(), ('a', 2) in d.items(), d.items()|length
people|map(attribute='name')|map('lower')|sort|join(','), people|selectattr('age', 'gt', 10)|rejectattr('name', 'eq', 'Cy')|map(attribute='name')|first
'1' is string and '1'|int is number, 1 is not string
{'x': 1}.x, {'x': 1}['x'], {1: 'a'}[1], {1: 'a'}[1.0], {1: 'a'}[true], {'1': 'a'}[1]
[1, 2, 3][missing]
nums[1.0]
nums['0']
'abc'[5] is defined, nums[-9] is defined
name|attr('upper') is defined, user|attr('name') is defined, namespace(q=1)|attr('q')
'a b'|urlencode, 'ü/&?'|urlencode
mixed|map('string')|list
mixed|tojson
{'b': 1, 'a': [1.0, none, true, "é<>&'"]}|tojson
quote|tojson
1.0|tojson ~ none|tojson ~ ()|tojson
{1: 2, true: none}|tojson
{2: 1, 1.5: 2}|tojson
missing|tojson
[missing]|tojson
mixed|tojson(indent=2)
{'a': {}, 'b': [], 'c': {'d': [1]}}|tojson(indent=4)
[1, [2]]|tojson(indent=0)
emoji|tojson
'\x00\x1f\x7f\u2028é😀'|tojson
""".strip("\n").replace("\\\ncontinued", "\\CONTINUED").split("\n")
EXPRESSIONS = [e.replace("\\CONTINUED", "\\\ncontinued") for e in EXPRESSIONS]

CHAT_ONLY = [
    "{{ {'b': 'é', 'a': 1}|tojson(ensure_ascii=true) }}{{ {'b': 1, 'a': 2}|tojson(sort_keys=true) }}{{ [1, 2]|tojson(separators=(',', ':')) }}",
    "{{ [1, {'a': 2}]|tojson(separators=(',', ':'), indent=2) }}",
    "{{ strftime_now('%d %b %Y') }}|{{ strftime_now('%A %B %j %H:%M:%S %p %I %y %e %-d %F %T %U %W %w %u %V %G %f %%') }}|{{ strftime_now('%c|%x|%X|%D|%R|%C|%h|%k|%l|%r') }}",
    "{{ raise_exception('no ' ~ n) }}",
    "{% if yes %}\n  {% if no %}\n    {{ raise_exception('never') }}\n  {% endif %}\n{% endif %}\nend\n",
    "{% set a = [1] %}{{ a.append(2) }}",
    "{{ d.update({}) is defined }}",
    "{{ nums.append is defined }}{{ d.pop is defined }}",
    "{{ range(100001) }}",
    "{% generation %}\n  {% set n = 5 %}{{ n }}{% endgeneration %}{{ n }}",
    "a{% for i in range(9) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 4 %}{% break %}{% endif %}{{ i }}{% endfor %}",
    "{% for i in [1,2] %}{% for j in [1,2,3] %}{% if j == 2 %}{% break %}{% endif %}{{ i }}{{ j }} {% endfor %}{% endfor %}",
    "{% break %}",
    "{{ name.__class__ }}",
]

TASK_ONLY = [
    "{{ name|regex_replace('[aeiou]', '*') }}|{{ 'a1b22'|regex_replace('([a-z])(\\\\d+)', '\\\\2\\\\1') }}|{{ 'xyx'|regex_replace('x', 'z', 1) }}",
    "{{ 'John Smith'|regex_replace('(?P<f>\\\\w+) (?P<l>\\\\w+)', '\\\\g<l>, \\\\g<f>') }}",
    "{{ 'a  b   c'|regex_replace(' +', ' ') }}{{ 'line\\nline'|regex_replace('^line', 'x') }}",
    "{% set a = [1] %}{% set _ = a.append(2) %}{{ a }}{{ a.pop() }}{{ a }}{% set _ = a.extend([5, 4]) %}{% set _ = a.sort() %}{{ a }}{% set _ = a.insert(0, 9) %}{{ a }}{% set _ = a.reverse() %}{{ a }}{% set _ = a.remove(9) %}{{ a }}",
    "{% set m = {} %}{% set _ = m.update({'a': 1}, b=2) %}{{ m }}{{ m.pop('a') }}{{ m.setdefault('z', 3) }}{{ m }}",
    "{{ missing }}", "{{ user.foo }}", "{{ missing is defined }}{{ missing|default('d') }}", "{% if missing %}x{% endif %}", "{% for i in missing %}x{% endfor %}",
    "{{ missing == 1 }}", "{{ 'x' if false }}", "{{ missing ~ 'a' }}", "{{ [missing] }}", "{{ missing is none }}{{ missing is string }}", "{{ not missing }}", "{{ missing in [1] }}", "{{ [missing]|length }}",
    "{{ nums[9] is defined }}", "{{ []|first }}", "{{ missing|length }}", "{{ missing and 1 }}", "{{ 1 in missing }}", "{{ missing|upper }}",
    "{{question.strip()}}\nA. {{choices[0]}}\nB. {{choices[1]}}\nAnswer:",
    "{{ctx_a}} {{ctx_b.capitalize()}}",
    "{% set ctx = ctx_a ~ ' ' ~ ctx_b.capitalize() %}{{ctx|replace(' [title]', '. ')|regex_replace('\\\\[.*?\\\\]', '')|replace('  ', ' ')}}",
    "{{['A', 'B', 'C'].index(label)}}", "{{choices}}", "{{choices|map('trim')|list}}", "{{ choices.index('two') if 'two' in choices else -1 }}",
    "Passage: {{passage}}\n{%- for q in questions %}\nQ{{loop.index}}: {{q}}{% endfor %}\n",
    "{{ {'yes': 'Yes', 'no': 'No'}[answer] }}", "{% if label == 'B' %}second{% elif label == 'A' %}first{% else %}none{% endif %}\n", "trailing\n", "a\r\nb\rc\n",
    "  {% if true %}  \n x {% endif %}\n", "{{ generation }}", "{% generation %}x{% endgeneration %}", "{{ raise_exception('x') }}", "{% for i in [1] %}{% break %}{% endfor %}",
]
TASK_VARIABLES = {
    "question": " What? ", "choices": ["one ", "two"], "ctx_a": "A man [title] sits.", "ctx_b": "he STANDS [step] up  now.", "label": "B",
    "passage": "It's \"it\".", "questions": ["Who?", "Why?"], "answer": "no",
}

STATEMENTS = [
    "{% for i in nums %}{{ loop.index }}/{{ loop.index0 }}/{{ loop.revindex }}/{{ loop.revindex0 }}/{{ loop.first }}/{{ loop.last }}/{{ loop.length }}:{{ i }} {% endfor %}",
    "{% for i in nums %}{{ loop.previtem }}<{{ i }}>{{ loop.nextitem }};{% endfor %}",
    "{% for i in nums %}{{ loop.previtem|default('-') }}{{ loop.cycle('odd', 'even') }}{{ loop.changed(i > 1) }} {% endfor %}",
    "{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}", "{% for k in d %}{{ k }}{% endfor %}", "{% for a, b in nested %}{{ a }}-{{ b }} {% endfor %}",
    "{% for (a, (b, c)) in [(1, (2, 3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}", "{% for a, b in [(1,)] %}{{ a }}{% endfor %}", "{% for i in [] %}x{% else %}none{% endfor %}",
    "{% for i in nums if i > 1 %}{{ loop.index }}{{ i }}{{ loop.last }} {% else %}none{% endfor %}", "{% for i in nums if i > 9 %}{{ i }}{% else %}none{% endfor %}",
    "{% for c in emoji %}[{{ c }}]{% endfor %}", "{% for i in 5 %}{% endfor %}", "{% for i in nums | sort %}{{ i }}{% endfor %}", "{% for i in 1, 2 %}{{ i }}{% endfor %}",
    "{% for i in range(3) recursive %}{{ i }}{% if loop.depth < 3 %}({{ loop(range(i)) }}){% endif %}{% endfor %}",
    "{% set s = 0 %}{% for i in nums %}{% set s = s + i %}{{ s }} {% endfor %}{{ s }}", "{% set ns = namespace(s=0) %}{% for i in nums %}{% set ns.s = ns.s + i %}{% endfor %}{{ ns.s }}",
    "{% if no %}a{% elif n > 5 %}b{% else %}c{% endif %}", "{% if no %}a{% endif %}b", "{% if yes %}{% set q = 1 %}{% endif %}{{ q }}", "{% if nums %}full{% endif %}{% if not [] %}none{% endif %}",
    "{% set a, b = 1, 2 %}{{ a }}{{ b }}", "{% set (a, b) = nums[:2] %}{{ a }}{{ b }}", "{% set a = 1, 2 %}{{ a }}", "{% set a %}block {{ n }}{% endset %}[{{ a }}]", "{% set a | upper | trim %} x {% endset %}[{{ a }}]",
    "{% set n.x = 1 %}", "{% set zz.x = 1 %}", "{% set ns = namespace() %}{% set ns.a = 1 %}{% set ns.b = ns.a + 1 %}{{ ns.a }}{{ ns.b }}", "{% set ns = namespace(x=[1]) %}{% set ns.x = ns.x + [2] %}{{ ns.x }}",
    "{% macro m(a, b=2, c='x') %}[{{ a }}{{ b }}{{ c }}]{% endmacro %}{{ m(1) }}{{ m(1, c=3) }}{{ m(1, 2, 3) }}{{ m(b=5, a=4) }}{{ m() }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b=2) }}", "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, k=3) }}",
    "{% macro m() %}<{{ caller() }}>{% endmacro %}{% call m() %}in {{ n }}{% endcall %}", "{% macro m(xs) %}{% for x in xs %}{{ caller(x) }};{% endfor %}{% endmacro %}{% call(v) m(nums) %}v{{ v }}{% endcall %}",
    "{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}", "{% macro m() %}x{% endmacro %}{% call m() %}y{% endcall %}", "{% macro m(a, b=a) %}{{ b }}{% endmacro %}{{ m(3) }}",
    "{% set v = 1 %}{% macro m() %}{{ v }}{% endmacro %}{% set v = 2 %}{{ m() }}", "{% macro m() %}{{ late }}{% endmacro %}{% set late = 2 %}{{ m() }}", "{% macro f(k) %}{{ k }}{% if k > 0 %}{{ f(k - 1) }}{% endif %}{% endmacro %}{{ f(3) }}",
    "{% macro m() %}{% set n = 99 %}{{ n }}{% endmacro %}{{ m() }}{{ n }}", "{% for i in nums %}{% macro m() %}{{ i }}{% endmacro %}{{ m() }}{% endfor %}", "{% macro m(a) %}{{ a|upper }}{% endmacro %}{{ words|map('upper')|join }}{{ m('x')|lower }}",
    "{% macro m(*a) %}{% endmacro %}", "{% macro m(a=1, b) %}{% endmacro %}", "{% macro s(a) -%}\n  {{ a }}\n{%- endmacro %}[{{ s(1) }}]",
    "{% with a = 1, b = n %}{{ a }}{{ b }}{% endwith %}{{ a }}", "{% filter upper %}abc {{ name }}{% endfilter %}", "{% filter replace('a', 'b')|upper %}aaa{% endfilter %}",
    "{% set m = joiner('|') %}{% for i in nums %}{{ m() }}{{ i }}{% endfor %}", "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{% set _ = c.reset() %}{{ c.current }}",
    "{# comment #}a{#- strip -#} b {# {{ x }} #}c", "a {# c #}\n b", "{% raw %}{{ x }}{% if %}{% endraw %}", "a {%- raw -%}  {{ x }}  {%- endraw -%} b", "{% raw %}\n x\n{% endraw %}\ny",
    "a\n{% if yes %}\nb\n{% endif %}\nc", "a\n  {% if yes %}\n  b\n  {% endif %}\nc\n", "a\n  {%+ if yes %}\n  b\n  {%+ endif +%}\nc\n", "a  {%- if yes -%}  b  {%- endif -%}  c", "a \n {{- n -}} \n b", "{{ n }}\n\n{{ n }}\n", "x{{ n }}\n",
    "  {{ n }}\n  {% set q = 1 %}  {{ q }}\n", "{% if yes -%}\n\n  a\n{%- endif %}\n b", "\n\n{% set a = 1 %}\n\n{{ a }}", "{%- if yes %}{{ '\n' }}{% endif -%}\n", "\t{% if yes %}\t x{% endif %}", "a {% if yes %} b {% endif %} c", "  {#- c -#}\n x", "  {# c #}\n x\n  {# d +#}\n y",
    "{{ {'a': {'b': 1}}}}", "{{ '}}' }}", "{{ \"%}\" }}{{ '{{' }}", "{{ '{%' ~ '%}' }}", "{{- 'a' -}}  {{- -1 -}}", "{ {{ n }} } {x} {-} {", "{{n}}{{ n}}{{n }}",
    "{{ }}", "{{ 1 + }}", "{% if %}{% endif %}", "{% if yes %}", "{% endif %}", "{% for x in %}{% endfor %}", "{% foo %}", "{{ 'abc }}", "{{ a b }}", "{{ (1 }}", "{{ [1) }}", "{% set 1 = 2 %}", "{% set true = 1 %}", "{{ n is }}", "{{ n | }}", "{{ f(a=1, 2) }}", "{# open", "{% raw %}x", "{{ 1", "{% for i in nums %}{% endif %}", "{{ ! }}", "{{ n is odd is even }}", "{% call n %}{% endcall %}", "{% else %}", "{{ '\\xZZ' }}",
    "{{ n|nofilter }}", "{{ n is notest }}", "{{ n() }}", "{{ nope() }}", "{{ 1 / 0 }}", "{{ 1 // 0 }}", "{{ 1 % 0 }}", "{{ 1 + 'a' }}", "{{ 'a' + 1 }}", "{{ 'a' < 1 }}", "{{ none < 1 }}", "{{ [1] + (1,) }}", "{{ -'a' }}", "{{ nums|first(1) }}", "{{ 'a'.nope() }}", "{{ 'a'.index('b') }}", "{{ nums.index(9) }}", "{{ {[]: 1} }}", "{{ nums[::0] }}", "{{ '%d' % 'x' }}", "{{ '%s %s' % 1 }}", "{{ '%s' % (1, 2) }}", "{{ '{} {}'.format(1) }}", "{{ '{x}'.format(1) }}", "{{ '{'.format(1) }}", "{{ 'abc'.split('') }}", "{{ 5|length }}", "{{ 5|join }}", "{{ mixed|sort }}", "{{ nums|batch }}", "{{ range(1, 2, 0) }}", "{{ 'a'|round }}", "{{ '1' in 1 }}", "{{ 1 in '1' }}",
    "{{ 1 if }}", "{{ -n }}{{ +n }}{{ - -n }}", "{{ n == 7 and 'seven' or 'other' }}", "{% print n, x %}", "{{ n -1 }}{{ n-1 }}", "{{ 1.foo }}", "{{ loop }}",
    "{% set x = x %}{{ x }}", "{% set loop = 5 %}{{ loop }}{% for i in [1] %}{{ loop.index }}{% endfor %}{{ loop }}", "{% for n in nums %}{{ n }}{% endfor %}{{ n }}", "{% for i in nums %}{% if loop.first %}{% set z = i %}{% endif %}{{ z|default('-') }}{% endfor %}",
    "{% set items = [] %}{% for i in nums %}{% set items = items + [i] %}{% endfor %}{{ items }}", "{%- for p in people -%}\n{{ p.name }}{{ ', ' if not loop.last }}\n{%- endfor -%}",
    "{% set m = people|map(attribute='name') %}{{ m|list }}{{ m|list }}", "{% for i in people|map(attribute='name') %}{{ i }}{% endfor %}", "{% for i in nums|reverse %}{{ loop.length }}{{ i }}{% endfor %}",
    "{% set f = name.upper %}{{ f() }}", "{% set xs = dict(a=range).a %}{{ xs(3)|list }}", "{{ m(1) if false else 'ok' }}", "{% if false %}{{ n|nofilter }}{% endif %}{{ n|nofilter if false }}{{ n is notest if false else 1 }}", "{% if true %}{{ n|nofilter }}{% endif %}", "{{ nums|map('nofilter')|list }}", "{% for i in nums %}{{ i }}{% if not loop.last %}, {% endif %}{% endfor %}", "{{ caller is defined }}",
    "{% set a = 'x' %}{% set b = a %}{% set a = 'y' %}{{ a ~ b }}", "{% if n is defined and n is not none and n > 3 %}ok{% endif %}", "{% if 'a' in d and d['a'] == 2 or crash %}ok{% endif %}", "{{ kwargs }}{{ varargs }}",
    "{%for i in nums%}{{i}}{%endfor%}", "{%\n set\n q = [1,\n 2,\n]\n%}{{ q }}", "{{ dict(**{'a': 1}) }}{{ '{}{}'.format(*[1, 2]) }}", "{{ range(*[1, 3])|list }}{{ [1,2,] }}{{ {'a':1,} }}{{ (1,) }}{{ () }}",
]


def main():
    cases = []
    for host in ("chat", "task"):
        for expression in EXPRESSIONS:
            for part in [f"{{{{ ({expression}) }}}}"] if "," in expression else [f"{{{{ {expression} }}}}"]:
                cases.append({"host": host, "template": part, "variables": "common"})
        cases += [{"host": host, "template": s, "variables": "common"} for s in STATEMENTS]
    cases += [{"host": "chat", "template": s, "variables": "common"} for s in CHAT_ONLY]
    cases += [{"host": "task", "template": s, "variables": "task"} for s in TASK_ONLY]
    sets = {"common": V, "task": {**V, **TASK_VARIABLES}}
    for case in cases:
        case |= render(case["host"], case["template"], sets[case["variables"]])
    out = pathlib.Path(__file__).with_name("cases.json")
    rows = ",\n".join(json.dumps(c, ensure_ascii=True) for c in cases)
    out.write_text('{"variables": ' + json.dumps(sets) + ',\n"cases": [\n' + rows + "\n]}\n")
    print(len(cases), "cases")


main()
