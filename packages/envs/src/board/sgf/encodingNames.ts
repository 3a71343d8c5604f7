/** The names of encodings that programs write into CA, in any writing: "CP936", "gb-2312", "ks_c_5601", "SJIS". */

/** Names by the platform's own one (WHATWG Encoding), in small letters and digits alone. A number is a code page of Microsoft's. */
const NAMES: Readonly<Record<string, string>> = {
  'utf-8': 'utf8 utf unicode unicode11utf8 65001',
  gb18030:
    'gb18030 gb180302000 gb180302005 54936 gbk gbk2312 xgbk gb gb2312 gb231280 gb23121980 csgb2312 isoir58 chinese euccn xeuccn 936 20936 51936',
  big5: 'big5 bigfive big5eten big5hkscs cnbig5 csbig5 xxbig5 950 51950',
  shift_jis:
    'shiftjis sjis sjiswin shiftjis2004 csshiftjis mskanji mskanji932 windows31j cswindows31j 932 943 943c',
  'euc-jp': 'eucjp eucjpwin eucjpms cseucpkdfmtjapanese ujis 20932 51932',
  'iso-2022-jp': 'iso2022jp iso2022jp1 iso2022jp2 csiso2022jp jis jis7 50220 50221 50222',
  'euc-kr':
    'euckr cseuckr korean ksc5601 ksc56011987 ksc56011989 ksc5601 ks56011987 ksx1001 isoir149 uhc wansung 949 20949 51949',
  'windows-1252':
    'windows1252 1252 ansi western ascii usascii ansix341968 iso646us latin1 l1 isolatin1 iso88591 isoir100 csisolatin1 88591 28591 819 20127',
  'iso-8859-2': 'latin2 l2 isolatin2 88592 28592',
  'iso-8859-3': 'latin3 l3 88593 28593',
  'iso-8859-4': 'latin4 l4 88594 28594',
  'iso-8859-5': 'cyrillic 88595 28595',
  'iso-8859-7': 'greek greek8 88597 28597',
  'windows-1254': 'latin5 l5 88599 28599 1254',
  'iso-8859-15': 'latin9 l9 885915 28605',
  'koi8-r': 'koi8r koi koi8 cskoi8r 20866',
  'koi8-u': 'koi8u koi8ru 21866',
  'windows-874': 'tis620 thai 874',
  ibm866: '866 ibm866 csibm866',
  macintosh: 'mac macroman macintosh 10000',
};

const byName = new Map(
  Object.entries(NAMES).flatMap(([encoding, names]) => names.split(' ').map((name) => [name, encoding])),
);

/** The platform's name of an encoding; undefined where none is meant, or one that single bytes cannot be in (UTF-16). */
export function encodingNamed(name: string): string | undefined {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const page = plain.replace(/^x?(cp|ms|mswin|windows|win|ibm|codepage|dos|oem)(?=\d)/, '');
  const found = byName.get(plain) ?? byName.get(page) ?? byName.get(plain.replace(/^(x|iso|cs)/, ''));
  if (found) return found;
  for (const label of [
    name,
    /^125\d$/.test(page) ? `windows-${page}` : plain.replace(/^iso8859/, 'iso-8859-'),
  ]) {
    try {
      const { encoding } = new TextDecoder(label);
      if (!encoding.startsWith('utf-16')) return encoding;
    } catch {
      // The next one.
    }
  }
  return undefined;
}
