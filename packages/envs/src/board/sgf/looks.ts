/** How much a text looks like words that people write: tells encodings apart where a file does not name its own. */

/** What is wrong where the encoding is right: no character, a control character, one of private use. */
const NONSENSE = /[\ufffd\u0080-\u009f\ue000-\uf8ff]/;
const ANY_LETTER = /\p{L}/u;
const HAN = /\p{Script=Han}/u;
const KANA = /[\u3041-\u3096\u30a1-\u30fc]/;
const HALF_WIDTH_KANA = /[\uff61-\uff9f]/;
const HANGUL = /[\uac00-\ud7a3]/;
/** Ideographic and full-width punctuation, letters and digits. */
const WIDE = /[\u3000-\u3011\u30fb\uff01-\uff5e]/;
const LETTER = /[A-Za-z]/;
/** Accented letters of Western Europe, and signs that stand beside its words: «5½°». */
const LATIN = /[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e]/;
const SIGNS =
  /[\u00a0\u00a1\u00a3\u00a7\u00a9\u00ab\u00ae\u00b0\u00b1\u00b4\u00b7\u00bb-\u00bf\u2013\u2014\u2018-\u201e\u2026\u20ac\u2122]/;

/** The most usual characters of modern texts, with those of names and of Go; in no order that matters. */
const SIMPLIFIED = `的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事
  成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知
  全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海
  通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直
  德资命山金指许统区保至队形社便空决马科司五基书非则听白却界达光放强即像且权思王完设式色路记南品住告类求程北边死张该交规万取拉格望术领共
  围棋段黑胜负半贴局赛杯盃决霸届轮循环冠亚邀请锦标甲乙快阳李陈杨赵周吴徐孙胡朱林郭何罗宋郑谢韩唐冯董萧程曹袁邓傅沈曾彭吕苏卢蒋蔡贾丁
  魏薛叶阎余潘杜戴夏钟汪田姜范石廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙钱汤黎武贺古力柯洁聂卫平常昊俞斌罗洗河时越芈昱廷唐韦星连笑檀啸周睿羊
  辜梓豪党毅飞丁浩谢尔豪杨鼎新范廷钰陈耀烨俊秋九星定式变化实战业余网络手谈弈`;
const TRADITIONAL = `的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事
  成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知
  全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海
  通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直
  德資命山金指許統區保至隊形社便空決馬科司五基書非則聽白卻界達光放強即像且權思王完設式色路記南品住告類求程北邊死張該交規萬取拉格望術領共
  圍棋段黑勝負半貼局賽杯盃屆輪環冠亞邀請錦標甲乙快陽李陳楊趙周吳徐孫胡朱林郭何羅宋鄭謝韓唐馮董蕭程曹袁鄧傅沈曾彭呂蘇盧蔣蔡賈丁魏薛葉閻余
  潘杜戴夏鍾汪田姜范石廖鄒熊陸郝孔崔康毛邱秦江史顧侯邵孟龍錢湯黎武賀古力柯潔聶衛常昊俞斌河越昱廷韋星連笑俊勳銘維傑元佑士王位天元棋院`;
const KANJI = `日一国人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車
  何南万毎白天母火右読友左休父雨会同事自社発者地業方新場員立開手力問代明動京目通言理体田主題意不作用度強公持野以思家世多正安院心界教文元
  重近考画海売知道集別物使品計死特私始朝運終台広住無真有口少町料工建空急止送切転研足究楽起着店病質待試族銀早映親験英医仕去味写字答夜音注
  帰古歌買悪図週室歩風紙黒花春赤青館屋色走秋夏習駅洋旅服夕借曜飲肉貸堂鳥飯勉冬昼茶弟牛魚兄犬妹姉漢戦局第期段勝負中押決挑合棋碁聖座王位名
  井裕太敬吾尾紳路張栩羽根直樹趙治勲林光武宮加藤正夫石芳竹英雄坂栄沢秀呉清源谷実橋宇郎岩薫因坊策丈和甫依紀基結城聡河臨村介伊篤史遼芝虎丸
  許余麒佐々鈴木渡辺斎島原森岡関戸吉松浅永福内杉坪柳宗雅彦幸浩弘洋司茂敏哲隆修誠俊浦瀬俣淡影片瀬溝覚梅苑達也山俣健志人`;
const SYLLABLES = `이다의가는을에하고지도사한로기리어서아자인시나정그대일들해보있수게만여적과은부장주상으스전성라제구우마무진소를비치관연원국문화신생경동학조
  안공선교물방유영중실회위내민없모식세명면권거재계체운양당박분집업용같간개행두때말파바외오통데결발단산김최강윤임송류홍배백황허남심노곽차엄천변
  추석표창훈환호혁준철웅규승희현미은혜둑번불반덤왕삼응씨후쯔농춘란돌창세영훈목혁승민욱빈건진욱태백흑점패끝초포각점귀날일칸붙젖끊막뛰입찬습니까요
  네것수록년월기전프로아마추어급`;

/** An encoding's usual characters. */
function usual(text: string): ReadonlySet<string> {
  return new Set(text.replace(/\s/g, ''));
}

/** The usual characters of each encoding of East Asia. */
const USUAL: Readonly<Record<string, ReadonlySet<string>>> = {
  gb18030: usual(SIMPLIFIED),
  big5: usual(TRADITIONAL),
  shift_jis: usual(KANJI),
  'euc-jp': usual(KANJI),
  'iso-2022-jp': usual(KANJI),
  'euc-kr': usual(SYLLABLES),
  'utf-8': usual(SIMPLIFIED + TRADITIONAL + KANJI + SYLLABLES),
};

/** The lead bytes of each standard's first level, the characters of daily use; trail bytes are any. */
const FIRST_LEVELS: Readonly<Record<string, readonly [first: number, last: number]>> = {
  gb18030: [0xb0, 0xd7],
  big5: [0xa4, 0xc6],
  shift_jis: [0x88, 0x98],
  'euc-jp': [0xb0, 0xcf],
};
const firstLevels = new Map<string, ReadonlySet<string>>();

/** The ideographs of an encoding's first level; none of an encoding that has no levels. */
function firstLevel(encoding: string): ReadonlySet<string> {
  let found = firstLevels.get(encoding);
  if (found) return found;
  const [first, last] = FIRST_LEVELS[encoding] ?? [1, 0];
  const least = encoding === 'gb18030' || encoding === 'euc-jp' ? 0xa1 : 0x40;
  const bytes: number[] = [];
  for (let lead = first; lead <= last; lead++)
    for (let trail = least; trail < 0xff; trail++) bytes.push(lead, trail);
  found = new Set(
    [...new TextDecoder(encoding).decode(Uint8Array.from(bytes))].filter((each) => HAN.test(each)),
  );
  firstLevels.set(encoding, found);
  return found;
}

const WITH_KANA: ReadonlySet<string> = new Set(['shift_jis', 'euc-jp', 'iso-2022-jp', 'utf-8']);

/**
 * How much text that was decoded by an encoding looks like words: from −4 (no text at all) to about 1; the mean over what is not ASCII.
 * @param encoding one of `USUAL`; any other has one byte a character, and the text is judged as words in Latin letters
 */
export function looksLikeWords(text: string, encoding: string): number {
  const characters = [...text];
  const usualOnes = USUAL[encoding];
  let sum = 0;
  let count = 0;
  characters.forEach((character, i) => {
    if (character < '\u0080') return;
    count++;
    if (NONSENSE.test(character)) sum -= 4;
    else {
      const [before, after] = [characters[i - 1] ?? ' ', characters[i + 1] ?? ' '];
      if (!usualOnes) sum += latin(character, before, after);
      else if (encoding !== 'utf-8' && LETTER.test(before) && LETTER.test(after)) sum -= 1;
      else sum += eastAsian(character, encoding, usualOnes);
    }
  });
  return count === 0 ? 0 : sum / count;
}

function eastAsian(character: string, encoding: string, usualOnes: ReadonlySet<string>): number {
  if (usualOnes.has(character)) return 1;
  if (WIDE.test(character)) return 0.5;
  if (KANA.test(character)) return WITH_KANA.has(encoding) ? 0.8 : -0.5;
  if (HANGUL.test(character)) return encoding === 'euc-kr' || encoding === 'utf-8' ? 0.2 : -1;
  if (HALF_WIDTH_KANA.test(character)) return -1;
  if (HAN.test(character)) return firstLevel(encoding).has(character) ? 0.2 : -0.5;
  return encoding === 'utf-8' && ANY_LETTER.test(character) ? 0.3 : -0.8;
}

/** One character of a word in Latin letters: an accent stands alone between plain letters, and a capital at a word's beginning. */
function latin(character: string, before: string, after: string): number {
  const touches = before >= '\u0080' || after >= '\u0080';
  if (!LATIN.test(character)) return SIGNS.test(character) && !touches ? 0.3 : -1;
  const isCapital = character !== character.toLowerCase();
  if (isCapital && /[a-z\u00df-\u00ff]/.test(before)) return -1;
  const isInWord = LETTER.test(before) || LETTER.test(after);
  const beginsWord = isCapital && before < '\u0080' && /[\u00df-\u00ff]/.test(after);
  if (touches) return beginsWord || (isInWord && !isCapital) ? 0 : -0.5; // "Íñigo", "Größe"
  return isInWord ? 1 : 0.5;
}
