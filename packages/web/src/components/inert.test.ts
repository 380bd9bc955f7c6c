import { expect, test } from 'vitest'
import { withoutInline } from './inert.js'

test.each([
  ['<p style="color: red">x</p>', '<p data-style="color: red">x</p>'],
  ["<p\nSTYLE='color: red'>x</p>", "<p\ndata-STYLE='color: red'>x</p>"],
  ['<img/onerror=run() src=x>', '<img/data-onerror=run() src=x>'],
  ['<a title="x"style="color: red">', '<a title="x"data-style="color: red">'],
  ['<p title="a > b" style="color: red">', '<p title="a > b" data-style="color: red">'],
  ['<img onerror=run()//\n<b>x</b>', '<img data-onerror=run()//\n<b>x</b>'],
  ['<img """><b onclick=run()>', '<img """><b data-onclick=run()>'],
  ['<style media="all">p { color: red }</style>', '<template media="all">p { color: red }</template>'],
  ['my style = yours, and on = off', 'my style = yours, and on = off'],
  ['<p class="style">a &lt;style=&gt;</p>', '<p class="style">a &lt;style=&gt;</p>'],
  ['<styled-text x="1">', '<styled-text x="1">'],
  // Values stay as they are.
  ['<a href="https://x.example/one=1/online=2">', '<a href="https://x.example/one=1/online=2">'],
  ['<a title="x style = y" style="top: 0">', '<a title="x style = y" data-style="top: 0">'],
  ['<img src=/on=1 onerror=run()>', '<img src=/on=1 data-onerror=run()>'],
  ['<p title="a < b" style="top: 0">', '<p title="a < b" data-style="top: 0">'],
  // The name of an attribute may begin with an equals sign.
  ['<img =" onerror=run() ">', '<img =" data-onerror=run() ">'],
  // Text of an element, for some readers: then the tag in the value is one.
  ['<title><p title="</title><img onerror=run()>">', '<title><p title="</title><img data-onerror=run()>">'],
  ['<p title="<b>" onclick=run()>', '<p title="<b>" data-onclick=run()>'],
  ['<!-- <p title="--><img onerror=run()>', '<!-- <p title="--><img data-onerror=run()>'],
])('%s becomes %s', (html, expected) => {
  expect(withoutInline(html)).toBe(expected)
})

test('a hostile text takes time that grows with its length alone', () => {
  for (const part of [
    '<a ',
    '<a "',
    "<a '",
    '<a style',
    '<a on',
    '<a =',
    '<a x="<',
    '< ',
    'style = ',
    '<a          ',
  ])
    expect(withoutInline(part.repeat(100_000)).length).toBeGreaterThan(100_000)
})
