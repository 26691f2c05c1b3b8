"""The words of dates: months in the languages that news is written in, and the names of time zones.

Names of months after CLDR (Unicode License v3) and, besides, short forms and spellings that feeds and pages have.
"""

import unicodedata
from functools import cache

MONTHS = {
    "en": (
        "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept "
        "october|oct november|nov december|dec"
    ),
    "de": (
        "januar|jan|jänner februar|feb|feber märz|mär|maerz|mrz april|apr mai juni|jun juli|jul august|aug "
        "september|sept|sep oktober|okt november|nov dezember|dez"
    ),
    "fr": (
        "janvier|janv février|févr|fevrier|fev mars avril|avr mai juin juillet|juil août|aout septembre|sept "
        "octobre|oct novembre|nov décembre|déc|decembre"
    ),
    "es": (
        "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago "
        "septiembre|sept|setiembre|set octubre|oct noviembre|nov diciembre|dic"
    ),
    "it": (
        "gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago "
        "settembre|set|sett ottobre|ott novembre|nov dicembre|dic"
    ),
    "pt": (
        "janeiro|jan fevereiro|fev março|mar|marco abril|abr maio|mai junho|jun julho|jul agosto|ago "
        "setembro|set outubro|out novembro|nov dezembro|dez"
    ),
    "nl": (
        "januari|jan februari|feb maart|mrt|maa april|apr mei juni|jun juli|jul augustus|aug september|sep "
        "oktober|okt november|nov december|dec"
    ),
    "ru": (
        "января|янв|январь февраля|февр|февраль марта|мар|март апреля|апр|апрель мая|май июня|июн|июнь "
        "июля|июл|июль августа|авг|август сентября|сент|сентябрь октября|окт|октябрь ноября|нояб|ноябрь|ноя "
        "декабря|дек|декабрь"
    ),
    "uk": (
        "січня|січ|січень лютого|лют|лютий березня|бер|березень квітня|квіт|квітень травня|трав|травень "
        "червня|черв|червень липня|лип|липень серпня|серп|серпень вересня|вер|вересень жовтня|жовт|жовтень "
        "листопада|лист|листопад грудня|груд|грудень"
    ),
    "be": (
        "студзеня|сту|студзень лютага|лют|люты сакавіка|сак|сакавік красавіка|кра|красавік мая|май "
        "чэрвеня|чэр|чэрвень ліпеня|ліп|ліпень жніўня|жні|жнівень верасня|вер|верасень "
        "кастрычніка|кас|кастрычнік лістапада|ліс|лістапад снежня|сне|снежань"
    ),
    "bg": (
        "януари|яну февруари|фев март април|апр май юни юли август|авг септември|сеп октомври|окт ноември|ное "
        "декември|дек"
    ),
    "sr": (
        "јануар|јан фебруар|феб март|мар април|апр мај јун јул август|авг септембар|сеп октобар|окт "
        "новембар|нов децембар|дец"
    ),
    "sr-latn": (
        "januar|jan februar|feb mart|mar april|apr maj jun jul avgust|avg septembar|sep oktobar|okt "
        "novembar|nov decembar|dec"
    ),
    "hr": (
        "siječnja|sij|siječanj veljače|velj|veljača ožujka|ožu|ožujak travnja|tra|travanj svibnja|svi|svibanj "
        "lipnja|lip|lipanj srpnja|srp|srpanj kolovoza|kol|kolovoz rujna|ruj|rujan listopada|lis|listopad "
        "studenoga|stu|studeni prosinca|pro|prosinac"
    ),
    "bs": (
        "januar|jan februar|feb mart|mar april|apr maj juni|jun juli|jul august|aug septembar|sep oktobar|okt "
        "novembar|nov decembar|dec"
    ),
    "mk": (
        "јануари|јан февруари|фев март|мар април|апр мај јуни|јун јули|јул август|авг септември|сеп "
        "октомври|окт ноември|ное декември|дек"
    ),
    "sl": (
        "januar|jan februar|feb marec|mar april|apr maj junij|jun julij|jul avgust|avg september|sep "
        "oktober|okt november|nov december|dec"
    ),
    "cs": (
        "ledna|led|leden února|úno|únor března|bře|březen dubna|dub|duben května|kvě|květen června|čvn|červen "
        "července|čvc|červenec srpna|srp|srpen září|zář října|říj|říjen listopadu|lis|listopad "
        "prosince|pro|prosinec"
    ),
    "sk": (
        "januára|jan|január februára|feb|február marca|mar|marec apríla|apr|apríl mája|máj júna|jún júla|júl "
        "augusta|aug|august septembra|sep|september októbra|okt|október novembra|nov|november "
        "decembra|dec|december"
    ),
    "pl": (
        "stycznia|sty|styczeń lutego|lut|luty marca|mar|marzec kwietnia|kwi|kwiecień maja|maj "
        "czerwca|cze|czerwiec lipca|lip|lipiec sierpnia|sie|sierpień września|wrz|wrzesień "
        "października|paź|październik listopada|lis|listopad grudnia|gru|grudzień"
    ),
    "ro": (
        "ianuarie|ian februarie|feb martie|mar aprilie|apr mai iunie|iun iulie|iul august|aug septembrie|sept "
        "octombrie|oct noiembrie|nov decembrie|dec"
    ),
    "hu": (
        "január|jan február|febr március|márc április|ápr május|máj június|jún július|júl augusztus|aug "
        "szeptember|szept október|okt november|nov december|dec"
    ),
    "fi": (
        "tammikuuta|tammi|tammikuu helmikuuta|helmi|helmikuu maaliskuuta|maalis|maaliskuu "
        "huhtikuuta|huhti|huhtikuu toukokuuta|touko|toukokuu kesäkuuta|kesä|kesäkuu heinäkuuta|heinä|heinäkuu "
        "elokuuta|elo|elokuu syyskuuta|syys|syyskuu lokakuuta|loka|lokakuu marraskuuta|marras|marraskuu "
        "joulukuuta|joulu|joulukuu"
    ),
    "sv": (
        "januari|jan februari|feb mars april|apr maj juni juli augusti|aug september|sep oktober|okt "
        "november|nov december|dec"
    ),
    "da": (
        "januar|jan februar|feb marts|mar april|apr maj juni|jun juli|jul august|aug september|sep "
        "oktober|okt november|nov december|dec"
    ),
    "nb": (
        "januar|jan februar|feb mars|mar april|apr mai juni|jun juli|jul august|aug september|sep oktober|okt "
        "november|nov desember|des"
    ),
    "is": (
        "janúar|jan febrúar|feb mars|mar apríl|apr maí júní|jún júlí|júl ágúst|ágú september|sep október|okt "
        "nóvember|nóv desember|des"
    ),
    "et": (
        "jaanuar|jaan veebruar|veebr märts aprill|apr mai juuni juuli august|aug september|sept oktoober|okt "
        "november|nov detsember|dets"
    ),
    "lv": (
        "janvāris|janv februāris|febr marts aprīlis|apr maijs jūnijs|jūn jūlijs|jūl augusts|aug "
        "septembris|sept oktobris|okt novembris|nov decembris|dec"
    ),
    "lt": (
        "sausio|saus|sausis vasario|vas|vasaris kovo|kov|kovas balandžio|bal|balandis gegužės|geg|gegužė "
        "birželio|birž|birželis liepos|liep|liepa rugpjūčio|rugp|rugpjūtis rugsėjo|rugs|rugsėjis "
        "spalio|spal|spalis lapkričio|lapkr|lapkritis gruodžio|gruod|gruodis"
    ),
    "el": (
        "ιανουαρίου|ιαν|ιανουάριος φεβρουαρίου|φεβ|φεβρουάριος μαρτίου|μαρ|μάρτιος|μάρ απριλίου|απρ|απρίλιος "
        "μαΐου|μαΐ|μάιος|μάι ιουνίου|ιουν|ιούνιος|ιούν ιουλίου|ιουλ|ιούλιος|ιούλ αυγούστου|αυγ|αύγουστος|αύγ "
        "σεπτεμβρίου|σεπ|σεπτέμβριος οκτωβρίου|οκτ|οκτώβριος νοεμβρίου|νοε|νοέμβριος|νοέ "
        "δεκεμβρίου|δεκ|δεκέμβριος"
    ),
    "tr": (
        "ocak|oca şubat|şub mart|mar nisan|nis mayıs|may haziran|haz temmuz|tem ağustos|ağu eylül|eyl "
        "ekim|eki kasım|kas aralık|ara"
    ),
    "az": (
        "yanvar|yan fevral|fev mart|mar aprel|apr may iyun|iyn iyul|iyl avqust|avq sentyabr|sen oktyabr|okt "
        "noyabr|noy dekabr|dek"
    ),
    "ar": (
        "يناير|yanvar|yan|كانون_الثاني|جانفي فبراير|fevral|fev|شباط|فيفري مارس|mart|mar|آذار "
        "أبريل|aprel|apr|نيسان|أفريل مايو|may|أيار|ماي يونيو|iyun|iyn|حزيران|جوان يوليو|iyul|iyl|تموز|جويلية "
        "أغسطس|avqust|avq|آب|أوت سبتمبر|sentyabr|sen|أيلول|شتنبر أكتوبر|oktyabr|okt|تشرين_الأول "
        "نوفمبر|noyabr|noy|تشرين_الثاني|نونبر ديسمبر|dekabr|dek|كانون_الأول|دجنبر"
    ),
    "he": (
        "ינואר|ינו׳|yanvar|yan פברואר|פבר׳|fevral|fev מרץ|mart|mar אפריל|אפר׳|aprel|apr מאי|may יוני|iyun|iyn "
        "יולי|iyul|iyl אוגוסט|אוג׳|avqust|avq ספטמבר|ספט׳|sentyabr|sen אוקטובר|אוק׳|oktyabr|okt "
        "נובמבר|נוב׳|noyabr|noy דצמבר|דצמ׳|dekabr|dek"
    ),
    "fa": (
        "ژانویهٔ|ژانویه|yan فوریهٔ|فوریه|fev مارس|mar آوریل|apr مهٔ|مه|may ژوئن|iyn ژوئیهٔ|ژوئیه|iyl اوت|avq "
        "سپتامبر|sen اکتبر|okt نوامبر|noy دسامبر|dek"
    ),
    "ur": (
        "جنوری|yanvar|yan فروری|fevral|fev مارچ|mart|mar اپریل|aprel|apr مئی|may جون|iyun|iyn جولائی|iyul|iyl "
        "اگست|avqust|avq ستمبر|sentyabr|sen اکتوبر|oktyabr|okt نومبر|noyabr|noy دسمبر|dekabr|dek"
    ),
    "hi": (
        "जनवरी|जन॰|yanvar|yan फ़रवरी|फ़र॰|fevral|fev मार्च|mart|mar अप्रैल|aprel|apr मई|may जून|iyun|iyn "
        "जुलाई|जुल॰|iyul|iyl अगस्त|अग॰|avqust|avq सितंबर|सित॰|sentyabr|sen अक्टूबर|अक्टू॰|oktyabr|okt "
        "नवंबर|नव॰|noyabr|noy दिसंबर|दिस॰|dekabr|dek"
    ),
    "bn": (
        "জানুয়ারী|জানু|yanvar ফেব্রুয়ারী|ফেব|fevral মার্চ|mart এপ্রিল|এপ্রি|aprel মে|may জুন|iyun "
        "জুলাই|জুল|iyul আগস্ট|আগ|avqust সেপ্টেম্বর|সেপ|sentyabr অক্টোবর|অক্টো|oktyabr নভেম্বর|নভে|noyabr "
        "ডিসেম্বর|ডিসে|dekabr"
    ),
    "id": (
        "januari|jan|yanvar|yan februari|feb|fevral|fev maret|mar|mart april|apr|aprel mei|may "
        "juni|jun|iyun|iyn juli|jul|iyul|iyl agustus|agu|avqust|avq september|sep|sentyabr|sen "
        "oktober|okt|oktyabr november|nov|noyabr|noy desember|des|dekabr|dek"
    ),
    "ms": (
        "januari|jan|yanvar|yan februari|feb|fevral|fev mac|mart|mar april|apr|aprel mei|may jun|iyun|iyn "
        "julai|jul|iyul|iyl ogos|ogo|avqust|avq september|sep|sentyabr|sen oktober|okt|oktyabr "
        "november|nov|noyabr|noy disember|dis|dekabr|dek"
    ),
    "th": (
        "มกราคม|มค|yanvar|yan กุมภาพันธ์|กพ|fevral|fev มีนาคม|มีค|mart|mar เมษายน|เมย|aprel|apr "
        "พฤษภาคม|พค|may มิถุนายน|มิย|iyun|iyn กรกฎาคม|กค|iyul|iyl สิงหาคม|สค|avqust|avq "
        "กันยายน|กย|sentyabr|sen ตุลาคม|ตค|oktyabr|okt พฤศจิกายน|พย|noyabr|noy ธันวาคม|ธค|dekabr|dek"
    ),
    "ca": (
        "de_gener|de_gen|gener|gen de_febrer|de_febr|febrer|febr de_març|març d’abril|d’abr|abril|abr "
        "de_maig|maig de_juny|juny de_juliol|de_jul|juliol|jul d’agost|d’ag|agost|ag "
        "de_setembre|de_set|setembre|set d’octubre|d’oct|octubre|oct de_novembre|de_nov|novembre|nov "
        "de_desembre|de_des|desembre|des"
    ),
    "gl": (
        "xaneiro|xan|yanvar|yan febreiro|feb|fevral|fev marzo|mar|mart abril|abr|aprel|apr maio|may "
        "xuño|iyun|iyn xullo|xul|iyul|iyl agosto|ago|avqust|avq setembro|set|sentyabr|sen "
        "outubro|out|oktyabr|okt novembro|nov|noyabr|noy decembro|dec|dekabr|dek"
    ),
    "eu": (
        "urtarrila|urt|yanvar|yan otsaila|ots|fevral|fev martxoa|mar|mart apirila|api|aprel|apr "
        "maiatza|mai|may ekaina|eka|iyun|iyn uztaila|uzt|iyul|iyl abuztua|abu|avqust|avq "
        "iraila|ira|sentyabr|sen urria|urr|oktyabr|okt azaroa|aza|noyabr|noy abendua|abe|dekabr|dek"
    ),
    "af": (
        "januarie|jan|yanvar|yan februarie|feb|fevral|fev maart|mrt|mart|mar april|apr|aprel mei|may "
        "junie|jun|iyun|iyn julie|jul|iyul|iyl augustus|aug|avqust|avq september|sep|sentyabr|sen "
        "oktober|okt|oktyabr november|nov|noyabr|noy desember|des|dekabr|dek"
    ),
    "sq": (
        "janar|jan|yanvar|yan shkurt|shk|fevral|fev mars|mar|mart prill|pri|aprel|apr maj|may "
        "qershor|qer|iyun|iyn korrik|korr|iyul|iyl gusht|gush|avqust|avq shtator|sht|sentyabr|sen "
        "tetor|tet|oktyabr|okt nëntor|nën|noyabr|noy dhjetor|dhj|dekabr|dek"
    ),
    "ka": (
        "იანვარი|იან|yanvar|yan თებერვალი|თებ|fevral|fev მარტი|მარ|mart|mar აპრილი|აპრ|aprel|apr "
        "მაისი|მაი|may ივნისი|ივნ|iyun|iyn ივლისი|ივლ|iyul|iyl აგვისტო|აგვ|avqust|avq "
        "სექტემბერი|სექ|sentyabr|sen ოქტომბერი|ოქტ|oktyabr|okt ნოემბერი|ნოე|noyabr|noy "
        "დეკემბერი|დეკ|dekabr|dek"
    ),
    "hy": (
        "հունվարի|հնվ|հունվար|yan փետրվարի|փտվ|փետրվար|fev մարտի|մրտ|մարտ|mar ապրիլի|ապր|ապրիլ|apr "
        "մայիսի|մյս|մայիս|may հունիսի|հնս|հունիս|iyn հուլիսի|հլս|հուլիս|iyl օգոստոսի|օգս|օգոստոս|avq "
        "սեպտեմբերի|սեպ|սեպտեմբեր|sen հոկտեմբերի|հոկ|հոկտեմբեր|okt նոյեմբերի|նոյ|նոյեմբեր|noy "
        "դեկտեմբերի|դեկ|դեկտեմբեր|dek"
    ),
    "kk": (
        "қаңтар|қаң|yan ақпан|ақп|fev наурыз|нау|mar сәуір|сәу|apr мамыр|мам|may маусым|мау|iyn шілде|шіл|iyl "
        "тамыз|там|avq қыркүйек|қыр|sen қазан|қаз|okt қараша|қар|noy желтоқсан|жел|dek"
    ),
    "sw": (
        "januari|jan|yanvar|yan februari|feb|fevral|fev machi|mac|mart|mar aprili|apr|aprel mei|may "
        "juni|jun|iyun|iyn julai|jul|iyul|iyl agosti|ago|avqust|avq septemba|sep|sentyabr|sen "
        "oktoba|okt|oktyabr novemba|nov|noyabr|noy desemba|des|dekabr|dek"
    ),
}
"""From January on: wide and short names, inflected and not, of the Unicode CLDR (version 47, ca-gregorian); to these,
what newspapers of the Levant and the Maghreb use, and short forms without accents. Words of one name join with _."""

ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "akst": -540, "akdt": -480, "hst": -600, "ast": -240, "adt": -180, "nst": -210, "ndt": -150,
    "west": 60, "bst": 60, "cet": 60, "mez": 60, "met": 60, "cest": 120, "mesz": 120, "mest": 120,
    "eet": 120, "eest": 180, "msk": 180, "trt": 180, "wat": 60, "cat": 120, "sast": 120, "eat": 180,
    "pkt": 300, "npt": 345, "ict": 420, "wib": 420, "hkt": 480, "sgt": 480, "pht": 480, "awst": 480,
    "jst": 540, "kst": 540, "acst": 570, "acdt": 630, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
    "brt": -180, "brst": -120, "art": -180, "clt": -240, "clst": -180, "cot": -300, "pet": -300,
}  # fmt: skip
"""Minutes east of Greenwich: RFC 822 (section 5.1) for North America, common use for the others. RFC 822's letters of
the military are left out, for they were written with both signs (RFC 2822, section 4.3)."""

ZONES_BY_PLACE = {
    "ist": {"in": 330, "ie": 60, "il": 120},
    "cst": {"cn": 480, "tw": 480},
    "ast": {"sa": 180, "iq": 180, "kw": 180, "qa": 180, "bh": 180, "ye": 180},
    "bst": {"bd": 360},
    "gst": {"ae": 240, "om": 240},
}
"""Abbreviations that mean another zone in some countries, by the country (ISO 3166-1)."""

PLACE_OF_LANGUAGE = {
    "hi": "in", "bn": "bd", "ta": "in", "te": "in", "ml": "in", "mr": "in", "gu": "in", "kn": "in", "pa": "in",
    "ga": "ie", "he": "il", "iw": "il", "zh": "cn", "ar": "sa",
}  # fmt: skip
"""Where a language is mostly written, for what ZONES_BY_PLACE tells apart."""


def month_of(word: str, language: str | None) -> int | None:
    """The month (1 to 12) that a word names in the language, in English, or in every language that has the word.

    None where it names none, or another month in another language (listopad is October in Zagreb, November in Prague).
    """
    key = folded(word)
    for code in (language, "en"):
        if code is not None and (month := _months(code).get(key)):
            return month
    return _shared().get(key)


def folded(text: str) -> str:
    """The text in lower case without accents."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


@cache
def _months(language: str) -> dict[str, int]:
    table: dict[str, int] = {}
    names = MONTHS.get({"no": "nb", "nn": "nb"}.get(language, language), "")
    for month, alternatives in enumerate(names.split(), 1):
        table.update(dict.fromkeys(map(folded, alternatives.split("|")), month))
    return table


@cache
def _shared() -> dict[str, int]:
    meanings: dict[str, set[int]] = {}
    for language in MONTHS:
        for word, month in _months(language).items():
            meanings.setdefault(word, set()).add(month)
    return {word: months.pop() for word, months in meanings.items() if len(months) == 1}


@cache
def long_names() -> tuple[tuple[str, str], ...]:
    """Names of several words, as written and joined with _, folded."""
    names = {word for language in MONTHS for word in _months(language) if "_" in word}
    return tuple((name.replace("_", " "), name) for name in sorted(names, key=lambda name: (-len(name), name)))
