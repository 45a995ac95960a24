"""gives-away: price, terms, time or extras conceded, with nothing asked in return in the same line."""

from courseware.roleplay.rules.checks.reading import Line, Sentence, Span, chinese, english

# A concession that names itself.
_GIVES = {
    "en": english(
        r"""(?:i|we)(?:'ll| will|'d| would| can| could)?(?: just| simply| also| happily| gladly| even)? (?:throw in|throw|knock(?: off)?|waive|drop|shave|cut|lower|reduce|halve|match|absorb|swallow|forget|scrap|cancel|lift|skip|credit|refund|round (?:it )?down|go down|come down|come in at|go to|meet you)(?! (?:by|you (?:at|on|in)))
        (?:i|we)(?:'ll| will| can)?(?: just| simply| also| happily| gladly)? (?:take (?:\w+ ){0,6}?off|leave (?:\w+ ){0,6}?(?:out|off|at)|put (?:you|it|that|\w+) (?:\w+ )?(?:on|in|at|down)|add (?:\w+ ){0,5}?(?:for free|free|as well|too|on top|for nothing|at no)|give (?:you|him|her|them|it)|include|extend|stretch|change (?:the|that|it)|pay (?:for )?(?:the|that|it|your)|cover|bear|carry|upgrade|write (?:it|that|them)|make (?:it|that|them)|do (?:it|that|them|the \w+|\d[\d,.]*|\w+ hundred|\w+ thousand) (?:for|at|free)|let you have|sort (?:it|that)|send (?:you )?(?:\w+ )?(?:another|more|extra|free|two|three|ten)|run a \w+ shift|work (?:through|over|the weekend)|double|train|store)
        (?:i|we) can do (?:\d[\d,.]*|\w+ (?:hundred|thousand|percent)|better|you)|(?:for|at) no (?:extra )?(?:charge|cost)|free of charge|for free|for nothing|on (?:us|me|the house)|at our (?:expense|cost)|(?:won't|wouldn't|not) (?:charge|cost|bill|invoice|have to pay|be charged|pay)|no (?:charge|fee|fees|extra|lock-in|deposit|minimum|penalty|notice|surcharge)|(?:is|are|comes?|it's|that's|goes|be) (?:free(?! (?:this|on|at|tomorrow|from|to|today|next|after))|included|yours|on us|on me|gratis|waived|gone)|same price|without (?:extra|charge|any charge)|my treat|as a gift|with my compliments
        (?:let's|let us) (?:say|call it|make it|forget|drop|skip|split)|call it|make it|you(?:'ll| will| can| may) (?:get|have|keep|pay (?:only|just|when|later|in|after|at)|take|return|leave(?! (?:it|them|that) (?:alone|to))|cancel|only pay)|you only pay|leave (?:on|at|when)|pay (?:me |us )?(?:when|whenever|later|after|in (?:\w+) (?:months?|days|instalments))|(?:he|she|they|my \w+|our \w+)(?:'ll| will) (?:\w+ )?(?:take|bring|do|throw|add|stay|come|carry|sweep|deliver|install|fit|help)|here's (?:a|another|the)|(?:another|a further|an extra|additional) (?:\d+|\w+) ?(?:%|percent|per cent|off|days|months|weeks|year|hundred)|down to (?:[£$€]?\d[\d,.]*|\w+ (?:percent|hundred|thousand|euros|pounds))|(?:\d[\d.]*|five|ten|fifteen|twenty|two|three) ?(?:%|percent|per cent) (?:off|less|discount|then|it is)|exclusive(?:ly)?|nobody else (?:will|gets)|only you|have it your way|as you (?:wish|like)|whatever (?:you|suits)|your (?:price|figure|number) (?:it is|then|is fine)|(?:i|we)(?:'ll| will| can)? (?:even |just |also )?(?:go with (?:that|your)|settle for|accept|agree to|live with|bring (?:it|that) (?:down|forward)|move (?:it|that) (?:up|forward)|come (?:on|at|out|over) (?:the weekend|saturday|sunday|night)|stay (?:on|late|as long)|hold (?:the|that|this)|keep (?:the|that) (?:price|rate|old)|lend|loan|give (?:away|back)|top (?:it|that) up|deliver (?:it |them )?(?:free|tomorrow|tonight|sooner|earlier)|squeeze|fit (?:it|you) in|push (?:it|you) (?:up|forward)|bump|delete|strike|take out|tear up|leave (?:it|that) out|not (?:bill|charge))|(?:goes|go|comes|come) with it|you needn't|you don't (?:need|have) to (?:pay|bother|return|give|sign)|keep (?:it|them|the) (?:as long|for|until|even)|(?:pay|settle) (?:up )?(?:whenever|when you)|(?:take|send) (?:it|them) back (?:any|when)|(?:a|another|one) (?:month|year|week) (?:on top|more|extra|longer|free)|half price|(?:ninety|sixty|thirty|\d+) days(?:,| it is| then| is (?:ok|fine))|let's not (?:argue|fight|haggle|fall out)|who's counting|(?:i'll|we'll) (?:have|get) (?:the|that|it|\w+) [\w ]{0,20}(?:removed|deleted|waived|taken out|cancelled|reduced|changed|extended)|take (?:it|them) for"""
    ),
    "zh": chinese(
        r"""(?:再|给您|给你|我|就)?(?:便宜|优惠|让|降|减|少|返|抹|打|折)(?:您|你|给您)?(?:了|掉|到)?(?:[\d一二两三四五六七八九十百千万]{1,9}(?:个)?(?:点|折|块|元|百|千|万|成|%)?|零头|一?点(?!吧)|一些)|打[一二三四五六七八九\d]+(?:点[一二三四五六七八九五])?折|零头(?:就)?(?:抹|去|免|不要|算了)|抹(?:了|掉|零)|(?:费|钱|款|押金|定金)(?:就)?(?:不要了|算了|不收了|不用了|省了|我不要)|(?:用满意|满意|用好|见效|赚到)了?(?:您|你)?再(?:付|给|结)|再(?:付|给|结)(?:也|都)?(?:行|可以|不迟|不晚)?$|(?:[一二三四五六七八九\d]折|底价|成本价|员工价|老客户价|最低价)(?:给|算|走|拿)|(?:算|按)(?:您|你)?[^,，。]{0,8}(?:给您|给你|算|走|来)
        (?:免了|免掉|免去|全免|免费(?:给|送|帮|做|装|换|修|来|上门|教|培训|用)|不收(?:您|你|了|钱|费)?|不要(?:您|你)?(?:钱|费)|白送|白给|送(?:您|你|给您|一|两|三|几|半|个|到)|也送|都送|赠送|搭(?:您|一|上|个)|附送|多送|多给|奉送)|(?:费用|钱|差旅|运费|路费|邮费|税|油费|损耗|差价|吊装|搬运|安装)[^,，。]{0,6}(?:我们|我)(?:来)?(?:出|承担|包|贴|掏|付|认|扛|给)|(?:我们|我)(?:来)?(?:包|承担|出|贴|掏|担|认)(?:了|费|运费|路费|邮费|就)?$|算我(?:们)?(?:的|头上)|包在我|我(?:自己)?(?:贴|掏|垫)|不用(?:您|你)(?:管|掏|出|付|花|操心)|不另(?:外)?收|一分钱?不(?:收|要|加)|不加(?:钱|价|您)|(?:原)?价不变
        (?:改成|延(?:长)?(?:到|成|给|一|两|三)|加到|放宽到|宽限|延后|多延|给(?:您|你)(?:改|延|加|多|开|安排|免|留|配|升|挂|写|换|宽|放|走))|账期(?:给|放|就|改|可以|您)|(?:晚|迟)(?:点|几天|个月)?(?:付|给|结)(?:也|没|都|可以)?|(?:货到|用完|年底|验收后|卖完|先用后)(?:再)?(?:付|结|给)|先(?:发|用|拿|装|送)[^,，。]{0,8}(?:后|再)(?:付|给|结)|随时(?:退|拿回|换|走|取消|可以)|(?:全|无条件|随便)(?:退|换)|退(?:您|你|给您)|独家(?:给|就|归|代理)|就(?:您|你)(?:一家|们一家)|不(?:会)?再(?:谈|找|给)别|违约金(?:不|免|取消|去掉|划)|(?:条款|这条|那条)[^,，。]{0,6}(?:去掉|删|划掉|取消|不要|改)|(?:定金|押金|预付款|首付)[^,，。]{0,6}(?:不用|免|不要|不收|算了)
        (?:周末|晚上|夜里|节假日|加班|连夜|提前)[^,，。]{0,10}(?:给您|守|赶|送|装|做|到|来|派|值班|交货)|加急(?:费)?(?:不|给|免|我)|您(?:说|开口|定)多少(?:就)?|(?:多少|怎么)(?:就|按)(?:多少|怎么)|一个不少|(?:您|你)(?:拿去|先拿|尽管用|随便用|留着)|再寄|多(?:派|安排|配|加|备|装)[^,，。]{0,8}(?:个|台|人|套)|(?:升级|高配|顶配)[^,，。]{0,6}(?:给您|免|不加|送)|照(?:您|你)说的|(?:就)?(?:按|依|听)(?:您|你)(?:说)?的|最后一口价|您看着(?:办|给)|交个朋友"""
    ),
}
# Consent, which gives away what the customer has just asked for.
_YES = {
    "en": english(
        r"""(?:is|are|would be|that's|it's) (?:okay|ok|fine|no problem|alright|all right|doable|not a problem|possible)(?: (?:by|with|for) (?:me|us))?|^(?:okay|ok|fine|sure|of course|agreed|deal|done|alright|all right|no problem|you got it|certainly|very well|yes|absolutely|go on then|consider it done|why not|not for you|no worries|granted|gladly|with pleasure|you win)(?:$| then$| i| we| let| it)|consider it (?:done|included)|works for (?:me|us)|i don't mind|happy to|(?:we|i)(?:'ll| will) (?:do|manage|accept|take|agree|live with|go along|arrange)"""
    ),
    "zh": chinese(
        r"""^(?:那)?(?:行|成|好|可以|没问题|好说|好的|好吧|行吧|没事|同意|依您|听您的|答应您|当然|小事|没关系)(?:的|啊|吧|呀|嘛|了)?$|就这么(?:定|办)|答应(?:您|你)|没问题$|(?:也|都|就)(?:可以|行|成|没问题|接受)(?:的)?$|我(?:们)?(?:认|接受|同意|答应)(?:了)?$"""
    ),
}
# The customer asks for something that costs.
_WANTS = {
    "en": english(
        r"""discount|cheaper|percent|%|price|rate|free|fee|fees|off|less|lower|extra|included?|include|throw in|warranty|guarantee|pay|payment|terms|days|months|instalments|deliver|delivery|sooner|earlier|deadline|before|lock-in|contract|cancel|return|deposit|sample|samples|training|installation|support|commission|£\d[\d,.]*|\$\d[\d,.]*|budget|expected|could you|can you|can i|would you|exclusive|notice|cost|costs|charge|bill|stock|also|as well|take the|upgrade|spare"""
    ),
    "zh": chinese(
        r"价|贵|便宜|优惠|折|免|送|费|钱|包|账期|付|质保|保修|延|提前|早点|快点|交货|退|换|试用|样品|培训|安装|押金|定金|预算|点|独家|代理|多给|赠|周末|值班|合同|条款|能不能|行不行|可以吗|吗"
    ),
}
# Something is asked in return.
_RETURN = {
    "en": english(
        r"""if(?! (?:you(?:'d)? (?:like|want|wish|prefer)|that(?:'s| is| would)?|it (?:helps|makes)|need be|it's))|once|(?:but )?only (?:if|once|when|with|for|from|on|against|after)|but only|as long as(?! you (?:like|want|need|wish))|provided|providing|in return|in exchange|when you|as soon as you|against|subject to|on condition|so long as|but (?:i|we|i'd|we'd|only|then|you)|(?:from|above|over) (?:\w+ )?\w+ (?:seats|units|pieces|pallets|tonnes|tons|boxes|upwards|users|licences|sites)|upwards|up ?front|prepay\w*|pre-?paid|in advance|with the order|sign(?:ed|s|ing)? (?:today|this|now|by|before|for|the)|for (?:a|the|your) (?:two|three|five|longer|signed|bigger|second|full|reference|case|introduction|review|commitment|order|logo)|(?:two|three|five)-year (?:deal|contract|term|commitment)|commit|commitment|and you(?:'d)? (?:take|order|give|let|sign|pay|order|introduce|put|send|agree|confirm|move|drop)|you(?:'d| would)? (?:need|have) to|i(?:'d| would) (?:need|want|ask|like|expect)|we(?:'d| would) (?:need|want|ask|like|expect)|i need|what (?:can|could|would|will) you|provided that|by way of|swap|in trade|unless|minimum order|depends on|who (?:pays|order|sign)s?|for every|per \d+|instead of|your side|your part|meet me halfway|half(?:way)? with"""
    ),
    "zh": chinese(
        r"(?:如果|要是(?<!您要是)(?<!你要是)|(?:您|你)要是)(?!(?:您|你)?(?:还)?(?:觉得|嫌|喜欢|愿意|想要))|只要|前提|(?<!就)但(?:请|要|得|您|你|是(?:要|得|您|请|需))|(?:不过|只是|可)(?:得|要|您(?:得|要)|请|需要)|满[\d一二两三四五六七八九十百千]|凑(?:够|满|齐|到)|的话|才(?:能|行|好|可以|给|送|有|去|敢)|(?:来|拿|作|去)换|换(?:一个|取|您)|作为(?:交换|回报|条件)|预付|付清|款到|先付|全款|现款|现结|年签|签(?:两|三|五|满|够|一年|长|下|年|了)|(?:加|多|增)(?:[\d一二两三四五六七八九十百千]+|订|下|拿|到)|起订|(?:得|要|请|需要|麻烦)(?:您|你|贵)|(?<!给)(?<!帮)(?<!为)(?<!替)(?:您|你)(?:这边|那边|们)?(?:得|要(?!是)|也得|需|帮|先|把|能不能|能|给|介绍|配合|签|多|再|同意|愿意|今天|月底|本周)|相应|对应|以.{1,8}为|一次性|达到|超过|年底前(?:下|签|付)|介绍(?:[\d一二两三]|个|给)|案例(?:授权|让)|等(?:(?:您|你)(?![^,，。]{0,4}(?:满意|用))|合同|款|首批)|(?:首付|预付|定金)[^。]{0,8}(?:提|到|付|多)|(?:签|付|打款|下单|订|买满|拿|凑|推荐|介绍)[^。]{0,12}(?:我|我们|咱)(?:就|才|便|立刻|马上|可以)|回款|条件(?!都)"
    ),
}
# Refused, sold at its price, or held.
_HOLDS = {
    "en": english(
        r"""can't|cannot|won't (?:be able|go|do|work)|not able|unable|couldn't|too much to|(?:list|standard|normal|regular|usual|same) (?:price|rate|terms?|conditions?)(?<!same price)|applies|applied|extra cost|separately|they bill|costs? (?:more|extra|\d)|i'm afraid|have to stay|stays? (?:at|as|where|the)|i'd rather|rather not|no discount|not (?:possible|something|negotiable|going to|in a position|cheap)|the reason|that's what|what it costs|it's what|difference|before (?:i|we)|let me (?:understand|ask)|don't (?:do|give|offer|discount|negotiate)|ended|policy|for (?:all|every) (?:members?|customers?)|already included|by law|charged at"""
    ),
    "zh": chinese(
        r"给不了|不(?:能|动|降|让|打折|议|减|便宜|送|改|免|退|变(?!相))(?!用|收|管)|没法|没办法|动不了|降不了|少不了|做不了|做不到|办不到|送不了|免不了|不行|不好办|难|另(?:外)?(?:买|收|算|签|付|计|报)|要另|单独(?:的)?(?:合同|收|计|报|签)|收费的|标准(?:价|就|是|的)|一样(?:的)?价|统一价|谁来都|公司规定|制度|规定|抱歉|对不起|不好意思|因为|贵(?:在|就贵)|先(?:弄|问|跟我|了解|看看|搞)|想(?:先)?(?:知道|了解|问|弄清)|原价|本来就(?:含|是|有|包)|价格我?不|已经(?:含|包含|是最)|上次|本来|所有客户|都是这个|含在|活动价|成本"
    ),
}
_NOT_GIVEN = {
    "en": english(
        r"""(?:can't|cannot|won't|couldn't|don't|not) (?:\w+ ){0,4}?(?:free|include|waive|drop|lower|off|discount|throw|match|extend)"""
    ),
    "zh": chinese(r"(?:不|没|别)(?:能|会|可以|再)?(?:便宜|优惠|送|免|降|打折|让)"),
}


def gives_away(line: Line, lang: str, customer: Line) -> list[Span]:
    """The words that concede, where nothing in the line asks for anything or holds the price."""
    if _RETURN[lang].search(line.text) or any(s.is_question for s in line.sentences):
        return []
    if _HOLDS[lang].search(line.text) or _NOT_GIVEN[lang].search(line.text):
        return []
    found = [s.at(m) for s in line.sentences for m in _GIVES[lang].finditer(s.text)]
    if found or not _WANTS[lang].search(customer.text):
        return found
    return [span for s in line.sentences[:1] if (span := _consent(s, lang)) is not None]


def _consent(sentence: Sentence, lang: str) -> Span | None:
    for clause in sentence.clauses:
        if match := _YES[lang].search(clause.text):
            return clause.at(match)
    return None
