import fc from 'fast-check';

/** What has broken somebody's JSON before. */
const NASTY = [
  ...[
    '"',
    '\\',
    "'",
    '\n',
    '\r',
    '\t',
    '\0',
    '\u2028',
    '\u2029',
    '\ud800',
    '\udc00',
    '\ufeff',
    '\ufffd',
    '👩‍🚀',
    '𝄞',
    'é',
  ],
  ...['{{', '}}', '{{event.v1}}', '#UserId#', '#', '{action_field:v1}', '{', '}', '","admin":true,"', '</script>'],
  ...['__proto__', 'constructor', 'toJSON', '\\u0022', '9007199254740993', '%00', 'My level with " inside'],
];

const unit = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) },
  { weight: 2, arbitrary: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) },
);
const text = fc.string({ unit, maxLength: 12 });

const leaf = fc.oneof(
  { weight: 6, arbitrary: text.map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: fc.integer().map(String) },
  { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('9007199254740993', '-9007199254740993', '12345678901234567890.125', '1.50'),
  },
  { weight: 1, arbitrary: fc.bigInt({ min: 2n ** 53n, max: 2n ** 90n }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('true', 'false', 'null') },
);

function nested(inner: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const keys = text.filter((key) => key !== '__proto__'); // refused where events come in
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: fc.array(inner, { maxLength: 3 }).map((items) => `[${items.join(',')}]`) },
    {
      weight: 1,
      arbitrary: fc
        .uniqueArray(fc.tuple(keys, inner), { maxLength: 3, selector: ([key]) => key })
        .map((entries) => `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`),
    },
  );
}

/** The text of JSON values as an upstream system may send them: `amount` of them, nasty, nested, with big numbers. */
export function jsonTexts(amount: number): fc.Arbitrary<string[]> {
  return fc.array(nested(nested(leaf)), { minLength: amount, maxLength: amount });
}
