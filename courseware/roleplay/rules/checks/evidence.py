"""gives-evidence: something the customer could check: an effect in figures, a reference, a test, a document."""

import re

from courseware.roleplay.rules.checks.reading import (
    Line,
    Sentence,
    Span,
    chinese,
    english,
    read,
)

_N = r"(?:\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|a dozen|dozen|half)"
_Z = r"[\d一二两三四五六七八九十百千万零点.]{1,9}"
# Figures that say what something did.
_EFFECT = {
    "en": english(
        rf"""from {_N}[\w%£$€ -]{{0,25}}? (?:down |up )?to (?:just |only |under |over )?{_N}|(?:went|fell|dropped|rose|climbed|sank|came down|shrank|grew|jumped|cut|halved|doubled|trebled|reduced|saved|slashed|gained|lost|lowered|raised|improved|increased|decreased)(?: [\w-]+){{0,7}}? (?:by |to |from |of )?(?:about |around |roughly |almost |nearly |over )?{_N} ?(?:%|percent|per cent|points?|hours?|minutes?|days?|weeks?|tonnes?|pounds?|euros?|units?|times?|a \w+|\w+)
        {_N} (?:percent|per cent|%) (?:less|more|fewer|lower|higher|of|faster|quicker|shorter|below|above|under)|\d[\d,.]* ?% (?:less|more|fewer|lower|higher|of|faster)|{_N} (?:out of|in) (?:every )?{_N}|(?:halved|doubled|trebled) (?:by|within|in|after|since)|{_N} (?:\w+ ){{0,2}}(?:before|instead of|versus|against|compared (?:with|to)|where it used to be|used to be)(?: \w+)* {_N}|(?:used to|before that|before)[\w ,']{{0,40}}?{_N}[\w ,']{{0,30}}?(?:now|since|after|today|this year)[\w ,']{{0,20}}?{_N}
        (?:median|average|mean)[\w ]{{0,30}}? (?:was|is|of|last \w+|at) [\w ]{{0,20}}?{_N}|(?:accuracy|failure rate|reject rate|scrap rate|uptime|availability|error rate|response time|retention|complaint rate|tolerance|deviation)[\w ]{{0,25}}? {_N}"""
    ),
    "zh": chinese(
        rf"""从(?:原来的?)?(?:百分之|每\w{{1,3}})?{_Z}[^,，。]{{0,8}}?(?:降|涨|升|减|缩|提|掉|变|压|跌|到|加|增|短|少)[^,，。]{{0,3}}?(?:到|成|至|为|了)?(?:百分之)?{_Z}|(?:换|改|上线|装|用|培训|治理|调整|合作|改造|投)(?:了)?(?:之|以)?前[^。]{{0,20}}{_Z}[^。]{{0,16}}(?:后|现在|如今)[^。]{{0,10}}{_Z}
        (?:降|涨|升|减|缩短|提高|提升|节省|省|少|多|快|下降|增加|减少|掉|升高|压低)(?:低|了|到|至|出|下来|掉|将近|差不多|大约|约|不到|超过)*(?:百分之)?{_Z}(?:%|成|个点|个百分点|万|倍|度|吨|小时|天|分钟|秒|元|块|人|件|单|次)?|百分之{_Z}|{_Z}%|{_Z}成(?!套|立|本)|{_Z}个(?:人|客户|孩子|学员|店|用户|病人|顾客)?里(?:面)?(?:就)?有{_Z}|(?:少|多|快|慢|省|高|低|短)了{_Z}
        (?:您|你)?(?:原来|以前|之前|过去|老)(?:的|那)?[^。]{{0,12}}{_Z}[^。]{{0,15}}(?:现在|如今|换了|之后|后来)[^。]{{0,12}}{_Z}|{_Z}[^。]{{0,18}}(?:原来|以前|之前|老款|旧的|同行|行业平均|国标|对照|没参加)[^。]{{0,12}}{_Z}|平均(?:是|每|故障|停机|[^,，。]{{0,6}}){_Z}|(?:误差|精度|不良率|故障率|合格率|损耗|复购率|投诉率|良率|流失率|停机)[^,，。]{{0,8}}{_Z}"""
    ),
}
# Tested, measured, looked at, or to be tried here and now.
_TEST = {
    "en": english(
        r"""(?:in|on|during|after|by|passed|from|ran|through|survived|failed) (?:the|a|an|our|your|their|its|last \w+'s)? ?(?:[\w-]+ ){0,3}(?:tests?|trials?|pilots?|crash test|inspection|audit|comparison|survey|stud(?:y|ies)|benchmark|measurements?)|(?:tested|measured|audited|certified|inspected|verified|checked|approved|rated|trialled|weighed|surveyed|calibrated) (?:by|at|to|it|in|on|under|for|us|them|independently|over|with|twice|against|every)|(?:independent|third-party|university|lab|clinical|double-blind) \w+
        (?:try|go|come|just)(?: and| to)? (?:pull|bend|scratch|break|tear|lift|drop|touch|feel|weigh|press|stand|sit|look|listen|see|push|smell|taste|rub|open|count|compare|ask|check)|(?:see|judge|check|try|test|feel|count|measure|weigh|taste) (?:it |them |this |that )?(?:for )?yourself|(?:here's|here is|here,|here are|take) (?:the|a|this|my|our|one|two|both)[\w ]{0,30}?(?:scale|stopwatch|sample|hammer|key|knife|tape measure|meter|lighter|magnifier|coin|calliper|logbook|log|screwdriver|glass)|(?:drop|scratch|bend|pull|weigh|pour|hold|put|rub|hit|step|stand|lift|press|shake|compare) (?:it|this|that|them|one|both|these|on it|the (?:old|two))(?: \w+){0,8} (?:and|then|next|beside|against|side|apart|yourself|watch|see|if|on)|side by side|before your eyes|look at (?:the|this) (?:seam|photo|picture|graph|log|sheet|screen|weld|sample|counter|meter)|time me|watch the (?:meter|display|clock|scale|needle|counter)"""
    ),
    "zh": chinese(
        r"""(?:做过|做了|跑过|跑了|测过|测了|经过|通过(?:了)?|实测|试过|试了|盲测|抽检|抽查|送检|测出来|称过|量过|拉过|压过|泡过|烧过|摔过|摔了|切了|跑满)[^,，。]{0,16}(?:测试|试验|实验|检测|检验|认证|验证|审核|[\d一二两三四五六七八九十百千万]{1,9}(?:次|小时|公里|周|天|个月|遍|件|度|台))|[\d一二两三四五六七八九十百千万]{1,9}(?:次|小时|公里|遍|个小时)[^,，。]{0,8}(?:测试|试验|实验|循环|摩擦|弯折|老化|盐雾|耐久|没(?:断|坏|裂|掉|褪|锈|漏))|实测(?!一下)|盲测
        (?:您|你)(?:摸摸|掂掂|闻闻|尝尝|比比|称称|拉拉|掰掰|划划|坐坐|躺躺|捏捏|试踩|看这)|(?:您|你)(?:可以|来|现在就|不妨|尽管)?(?:自己|亲手|亲自|当场|现场)(?:来)?(?:称|试|量|看|摸|数|测|闻|尝|比|听|按|划|掰|拉|翻|查|对|倒|敲|踩|坐)|(?:当场|当面|现场|就在这儿|眼前)(?:给您|给你)?(?:称|试|量|测|演|拆|泼|烧|划|剪|倒|切|比|做|摔|砸)|(?:拿|用)(?:钥匙|指甲|刀|打火机|水|秤|尺|卡尺|锤子|硬币|纸巾)[^,，。]{0,8}(?:划|刮|烧|泼|称|量|砸|试|擦)|(?:秤|尺|卡尺|表|样品|计时器|秒表)(?:就)?在(?:这|那|桌)|(?:旧|老|左)(?:的)?(?:放|在)?(?:左|这)边?"""
    ),
}
# Papers and records, and that they are there to be looked at.
_PAPER = {
    "en": english(
        r"""(?:test|audit|inspection|lab|trial|annual|field|service|calibration|crash) (?:report|record|certificate|log|sheet|results?|protocol)s?|certificates?|certified (?:by|to|under)|case study|(?:white ?paper|data ?sheet|log ?book|log ?files?|readings?|meter readings?|(?:electricity|energy|gas|water|power) bills?|photos?|printouts?|records|statistics|measurements|ledger|register|audited (?:accounts|figures))(?= (?:show|is|are|from|of|here|on|says|with|for|before|and|in|you|right)|$)|published (?:in|by|on)|(?:on )?page (?:\d+|\w+ of)|(?:dashboard|register|list|result|report|data|score)s? (?:is|are) public|iso \d+|the (?:report|study|certificate|log|logs|records?|results?|survey|data|numbers|figures|bills?) (?:is|are|says?|shows?|lies?|from|with|on|here)|(?:it|that) (?:says|shows) [\w ]{0,20}\d|(?:peer-reviewed|tüv|fda|ce mark|which\?|consumer reports?)"""
    ),
    "zh": chinese(
        r"""(?:检测|检验|测试|审计|评估|试验|体检|验收|质检|第三方|年检)(?:报告|记录|数据|证书|单)|(?:校准|认证|检定|资质|合格|注册|专利)证(?:书)?|报告编号|电费单|水费单|流水单|对账单|台账|运行(?:日志|记录)|维修记录|后台(?:数据|记录|日志)|日志(?:在|里|可以)|样册第|第[\d一二三四五六七八九十]+页|审计(?:报告|过)|白皮书|案例(?:册|在|里|是)|照片(?:在|我|给您|您)|监控(?:录像|数据)|官网(?:上)?(?:能|可以|查|有)|(?:可|能|可以)(?:查|核实|验证|溯源|追溯)(?:到|的)?|扫(?:这个|一下)?码|(?:记录|数据|报告|曲线|单子|证书|清单|名单|录像|视频|合同|发票)(?:都|就|全)?(?:在(?:这|那|我|手|桌|电脑|里|册|附|后台)|可以给您|给您看|带来了|我带|您翻|您看)|国标|(?:iso|gb/?t?) ?\d+|论文|期刊|亲眼|拍(?:了|的|下)(?:视频|照片)|专利号|连续[一二两三四五六七八九十\d]+年|(?:公开|公示|公布)(?:的|在|了)|查得到|能查|发表(?:在|过)"""
    ),
}
# Somebody who bought it, so described that one could go and ask.
_REFERENCE = {
    "en": english(
        r"""(?:buys?|bought|uses?|used|runs?|switched|ordered|fitted|put|installed|has had|have had|reordered|renewed|trains?|trained|opened|moved|changed|took|rolled out|tried|ran|went|replaced|leases?|leased|drives?|been|works?|started|signed|cut|saw|got|had|gave|dropped|lost|kept|chose|picked) """
    ),
    "zh": chinese(
        r"""(?:用了|装上|换上|用上|[一二两三四五六七八九十\d]个月|半年|这两年|用着|在用|从我们(?:这儿|这|家)?|换(?:了|成|上)|装了|上了|跑了|合作了?|做了|买了|拿(?:了|货)|续(?:了|签)|采购了?|开了|投了|试了|选了|使用|进了|订了|签了|加了|摆了|铺了|换我们|用我们|交给我们|供(?:着|货)|给[^,，。]{2,10}(?:供|做|配套))"""
    ),
}
_ASK_THEM = {
    "en": english(
        r"""(?<!i'll )(?<!we'll )(?<!let me )(?:ring|call|ask|phone|email|visit|talk to|speak to|contact) (?:him|her|them|the (?:owner|manager|head|foreman|boss|landlord|chef)|mr|mrs|ms|their|his)|(?:takes?|happy to take) calls|(?:give|send|pass) you (?:his|her|their) (?:number|name|contact|mobile)|(?:his|her|their) (?:number|phone|contact) is|go and (?:stand|look|see|ask|visit|have a look)|(?:you can|feel free to|just) (?:ring|call|ask|visit|check|look it up|phone)|(?<!i'll )(?<!we'll )(?<!will )(?<!let me )(?<!and )(?:ask|ring|call|phone) (?!you|me|us|it|back|again)[a-z]+ (?:at|in|from|there|over|on)|(?:never|not once) (?:been )?(?:replaced|failed|returned|broken|repainted|opened up)"""
    ),
    "zh": chinese(
        r"""(?:您|你)?(?:可以|能|尽管|直接|随时|去|打电话)(?:直接|亲自)?(?:去)?(?:问|打听|找)(?:问)?(?:他|她|一下|问|那边|店长|厂长|老板|院长|校长|主任|车间|他们|那家)|(?:他们|店长|厂长|老板|院长|校长|主任|主管|经理|负责人|对方|老\w|他|她)(?:的)?(?:电话|手机|微信|号码|联系方式)(?:我)?(?:可以|能|就|现在|马上|这就|发|给)|(?:带|陪|领)(?:您|你)去[^,，。]{0,10}(?:看|问|转|数|走|听)|去(?:看|问|转|数)(?:一眼|看|问|一下|一圈)|(?:打给|打电话给|问问)(?:他|她|那|店|厂|老|车间)|(?:带您|陪您|您|你)(?:可以|随时|直接)?(?:去|到)(?:那|他们|现场|厂里|店里|车间)[^,，。]{0,6}(?:看|问|转|数|走)"""
    ),
}
_COUNT = {
    "en": english(
        r"""(?:\d[\d,.]*|twelve|fifteen|twenty|thirty|forty|fifty|sixty|eighty|hundred|a dozen|two dozen)(?: [\w'-]+){0,3} (?:customers|clients|sites|shops|stores|clinics|practices|schools|hospitals|plants|bakeries|factories|farms|hotels|restaurants|garages|branches|offices|units|installations|machines|homes|users|banks|dealers|warehouses|vans|trucks|lorries|patients|pupils|drivers|companies|firms|teams|surgeries|councils|fitters|builders|salons|pubs|cafes|kitchens|breweries|dairies|mills|wards|labs|hauliers|depots)|(?:bought|buys?|uses?|used|using|running|runs?|customers?|clients?|with us|supplied|supply|leased|serviced|working)[\w ,']{0,30}since (?:\w+ )?(?:19|20)\d\d"""
    ),
    "zh": chinese(
        r"""[\d一二两三四五六七八九十百千]{1,9}(?:多)?(?:家|所|台|个店|间|座|个厂|个网点|个工地|条线|个医院|个客户|户|个园区)[^,，。]{0,10}"""
    ),
}
_PLACE_ZH = chinese(
    r"""(?:有|像|比如|隔壁|对面|附近|城[东南西北]|同行|旁边|您(?:楼上|楼下|隔壁|对面)|[\u4e00-\u9fff]{2}(?:市|县|区|省|镇|路)?)(?:的)?[\u4e00-\u9fff]{0,8}(?:厂|店|医院|学校|公司|酒店|超市|银行|诊所|食堂|幼儿园|物流园|车队|支行|药房|饭店|小学|中学|集团|物业|工地|门诊|商场|企业|车间)(?!的人|都)
        [\u4e00-\u9fff]{1,3}(?:总|厂长|店长|院长|经理|老板|主任|校长|工|师傅|姐|哥)(?:那边|那儿|他们|家|的店|的厂)
        (?:[\u4e00-\u9fff]{2,8}?)(?:那家|一家|的一个|那个|这家|有家)[^,，。]{0,10}|[\u4e00-\u9fff]{2,6}(?:路|街|镇|区|县|市|城)[^,，。]{0,6}(?:店|厂|医院|学校|超市|公司|药房|仓)|隔壁(?:的)?[^,，。]{1,8}(?:店|厂|家|楼|村|园区)|(?:广汽|比亚迪|海尔|格力|华为|美的|中石化|国家电网)|您(?:自己)?[^,，。]{0,4}(?:号机|号线|车间|店里)(?:上)?(?:试|测|跑|装)"""
)
# A name as English writes one, inside a sentence.
_NAME = re.compile(r"[A-Z][a-z]+(?:'s|s')?(?: [A-Z][a-z]+)*")
_CAPITALISED = """
I Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June
July August September October November December English Our We You It The They
"""
_NO_NAMES = frozenset(_CAPITALISED.split())
_FIGURE_ZH = chinese(
    r"""(?:百分之)?[\d一二两三四五六七八九十百千万零点半]{1,9}(?:个)?(?:月|年|天|周|小时|分钟|秒|次|台|件|单|吨|公斤|度|成|%|点|人|家|万|微米|毫米|公里|批|户|例|起|条|瓶|箱|趟|回|遍|张)|百分之[\d一二两三四五六七八九十百点]{1,6}|[\d一二两三四五六七八九十百千万点]{2,9}"""
)
_COUNTED_ZH = chinese(
    r"""去年|前年|上(?:个)?(?:月|周|季)|今年|半年|以来|到现在|至今|过去|原来|以前|之前|之后|后来|现在|对比|比(?!较|如)|平均|统计|记录|数过|算下来|同样|另一|剩下|只有|不到|超过|跑了|用了|坏了|返|投诉|没(?:坏|换|停|修|断|掉)"""
)
# What is missing, hoped for, or asked of the customer.
_LACKS = {
    "en": english(
        r"""(?:no|never|nobody|none|not|haven't|hasn't|don't|doesn't|didn't|can't|couldn't|isn't|aren't|without|yet to|wouldn't|won't)(?:[\w' ]{0,30}?)(?:references?|case stud\w*|data|figures?|numbers?|evidence|proof|prove|tests?|tested|reports?|certificates?|certified|stud(?:y|ies)|yet|measured|collected|statistics|records?|results|trials?|customers? (?:yet|like)|show you|on paper)|nobody yet|(?:still|currently) (?:waiting|being)|(?:is|are|will be) (?:coming|due|published|ready|out) (?:soon|next|later|in)|under wraps|confidential|i'll (?:send|find|get|see)"""
    ),
    "zh": chinese(
        r"""(?:没有|没|还没|尚未|暂时没|无|拿不出|给不了|不方便|没法|没办法|未|不能|不需要|不用|哪需要)[^,，。]{0,10}(?:证据|报告|数据|案例|证书|检测|测试|做过|统计|证明|参考|(?:这样|类似|同类)的客户|数字|记录|试过|先例|样板|公布|资料|做出来|出来|测)|(?:证据|报告|数据|案例|证书|测试|统计|记录)[^,，。]{0,8}(?:还)?(?:没有|没出|没做|没拿|不能给|不方便|拿不出|还在做|还没)|(?:等|回头|以后|改天|下次|将来)[^,，。]{0,10}(?:报告|数据|资料|案例|证书|发|做|拿|补|有了)|正在(?:做|申请|办|测|整理)|保密"""
    ),
}
_ASKS_FOR = {
    "en": english(
        r"""(?:could|can|would|will|do|did|have) you|(?:send|give|show|share|let) (?:me|us)|i'd (?:like|love|need)|i need|your (?:figures|data|numbers|records|reports?|bills?)|what|which|how"""
    ),
    "zh": chinese(
        r"能不能|可不可以|可否|(?:把|将)?(?:您|你|贵)(?:们)?[^,，。]{0,12}(?:给我|发我|发给我|提供)|给我(?:一份|看)|我想先(?:看|了解|知道)|请(?:您|你)(?:提供|发|给)"
    ),
}
_PRICE = {
    "en": english(
        r"""(?:costs?|price|priced|fee|a month|per month|a year|per seat|per user|installation|support|discount|percent off|% off|instalments?|deposit|delivery is|(?:hourly|daily|day|interest) rate|vat|list|quote|charge|plus|warranty|invoice)|[£$€]\s?\d[\d,.]*"""
    ),
    "zh": chinese(
        r"一套|一台(?=[一二三四五六七八九\d])|安装费|含税|含[^,，。]{0,6}税|报价|单价|价格|原价|现价|月费|年费|押金|首付|定金|折|优惠|运费|元一|块一|收费|起步价|套餐"
    ),
}
# Even a change in figures is no evidence when it is the price that changes.
_DISCOUNT = {
    "en": english(r"price|prices|priced|discount|fee|fees|percent off|% off|instalments?|deposit"),
    "zh": chinese(r"报价|单价|价格|原价|现价|折|优惠|便宜|含税|定金|首付|运费"),
}


def gives_evidence(line: Line, lang: str) -> list[Span]:
    """What could be checked, sentence by sentence; nothing where the line says that there is nothing."""
    if _LACKS[lang].search(line.text):
        return []
    found: list[Span] = []
    for sentence in line.sentences:
        if sentence.is_question or _ASKS_FOR[lang].match(sentence.text):
            continue
        if lang == "zh" and _ASKS_FOR["zh"].search(sentence.text):
            continue
        span = _found(line, sentence, lang)
        if span is not None:
            found.append(span)
    return found


def _found(line: Line, sentence: Sentence, lang: str) -> Span | None:
    for patterns in (_TEST, _PAPER, _ASK_THEM):
        match = patterns[lang].search(sentence.text)
        if match and not (patterns is _PAPER and _is_empty_talk(sentence, lang)):
            return sentence.at(match)
    match = _EFFECT[lang].search(sentence.text)
    if match and not _DISCOUNT[lang].search(sentence.text):
        return sentence.at(match)
    counted = _COUNT[lang].search(sentence.text)
    is_used = lang == "en" or _REFERENCE[lang].search(sentence.text)
    if counted and is_used and not _PRICE[lang].search(sentence.text):
        return sentence.at(counted)
    if lang == "zh" and (span := _compared_zh(sentence)):
        return span
    return _reference(line, sentence, lang)


def _compared_zh(sentence: Sentence) -> Span | None:
    """Two figures and a time or a comparison: something was counted."""
    figures = list(_FIGURE_ZH.finditer(sentence.text))
    if len(figures) < 2 or _PRICE["zh"].search(sentence.text):
        return None
    if not _COUNTED_ZH.search(sentence.text):
        return None
    return sentence.start + figures[0].start(), sentence.start + figures[-1].end()


def _is_empty_talk(sentence: Sentence, lang: str) -> bool:
    """Records that are only praised: "the numbers are fantastic"."""
    praise = {
        "en": english(
            r"fantastic|great|amazing|amazed|brilliant|impressive|excellent|wonderful|incredible|speak for themselves|convincing|superb|lovely|good"
        ),
        "zh": chinese(r"很好|漂亮|特别好|非常好|惊人|好看|很棒|一流|很多|相当"),
    }
    return bool(praise[lang].search(sentence.text)) and not chinese(r"\d").search(sentence.text)


def _reference(line: Line, sentence: Sentence, lang: str) -> Span | None:
    """A named place or person together with what they did with it."""
    if not _REFERENCE[lang].search(sentence.text + " "):
        return None
    if lang == "zh":
        match = _PLACE_ZH.search(sentence.text)
        return sentence.at(match) if match else None
    for name in _NAME.finditer(line.quote(sentence.span)):
        is_name = name.start() > 0 or " " in name[0] or name[0].endswith("s'")
        if is_name and name[0] not in _NO_NAMES:
            return _place_of(line, sentence, name[0])
    return None


def _place_of(line: Line, sentence: Sentence, name: str) -> Span | None:
    at = line.text.find(read(name).text, sentence.start)
    return (at, at + len(name)) if at >= 0 else None
