"""asks-first: a real question about the customer's own situation, before any offer or without one."""

from courseware.roleplay.rules.checks.reading import Clause, Line, Sentence, Span, chinese, english

# Words that ask for something open: they make a question even without its mark when the customer is told to speak.
_WH = {
    "en": english(
        r"""what|what's|what're|what'd|which|how|how's|who|who's|whose|whom|when|where|where's|why"""
    ),
    "zh": chinese(
        r"""多少|几[个家台件次条样种年天人成点号位批趟间张层项吨箱]|什么|哪[些个里儿位家一款几种段条边块类方天]|谁|怎么|怎样|为什么|为啥|如何
        多久|多长|多大|多高|多远|多快|啥|是不是|有没有|是否|还是|占几成|几点|几时"""
    ),
}
_YES_NO = {
    "en": english(
        r"""(?:do|does|did|are|were|have|has|had|is|was|can|could|would|will) (?:\w+ ){0,3}?(?:you|your|they|them|it|that|this|there|any\w*|some\w*|people|the|he|she|customers|staff)
        (?:don't|aren't|haven't|isn't|didn't) (?:you|your|they)"""
    ),
    "zh": chinese(r"吗|呢|没$|有没$|么$|呀$|不$"),
}
# Asking somebody to tell, without a question mark.
_TELL = {
    "en": english(
        r"""(?:tell|walk|talk|take|run|guide|fill) (?:me|us)(?: a (?:bit|little))?(?: more)? (?:about|through|in|who|what|which|how|when|where|why|whether|a|the|first|something)
        (?:i'd|i would|we'd|i)(?: really| just| still| also| first)? (?:like|love|want|need|have) to (?:hear|know|understand|learn|ask|find out|see how|get a (?:feel|sense|picture))
        (?:help|let) me (?:understand|see how|get a (?:feel|sense|picture))
        (?:i'm|i am|i was)(?: just| really| still| only)? (?:curious|wondering|interested)(?: in)? (?:about|how|what|which|where|who|when|why|whether|if|to (?:hear|know))
        i wonder (?:how|what|which|where|who|when|why|whether|if)
        (?:describe|explain|sketch|show me|list|name|give me) (?:to me |for me )?(?:your|how|what|which|where|who|a (?:typical|normal|rough|usual)|an (?:idea|example)|the (?:last|process|steps|way|situation|three|two)|me )
        i don't (?:yet )?know (?:yet )?(?:how|what|which|where|who|when|why|whether|if|enough|anything about)
        (?:before|first)[\w' ]{0,40}(?:i need to|i'd like to|i have to|let me) (?:know|understand|hear|ask)
        talk to me about|i'm all ears|i'll (?:just )?listen|you tell me|what i(?:'d| would)? (?:like to know|don't know|still need)"""
    ),
    "zh": chinese(
        r"""(?:跟|给|和|同|对)(?:我|我们|咱)(?:们)?(?:先|再|好好|多|仔细|大概|简单|具体)*(?:说说|讲讲|聊聊|说一?下|讲一?下|说一说|讲一讲|聊一聊|谈谈|描述|介绍|过一遍|透个底|说|讲)
        (?:想|要|得|需要|希望|愿意)(?:先|再|多|跟您|跟你|向您|向你|请您|请你|听您|听你|问您|您|好好|弄|搞|就|仔细|大概|也)*(?:了解|听听|知道|问问|问一?下|请教|弄清|搞清|弄明白|搞明白|听|摸摸|摸清|弄懂|问清楚|看看您|看看你)
        请教|(?:我)?(?:很|挺|有点|比较|倒是|就是|最)?好奇|想听
        (?:您|你)(?:先|来|慢慢|尽管|多|不妨|给我|跟我|简单|大概|具体)*(?:说说|讲讲|聊聊|谈谈|描述|说一说|讲一讲)|您说[,，]?我(?:记|听)|我(?:先|就)?听听?(?:您|你|着)|我先听听|说来听听|我听着"""
    ),
}
# Questions that ask nothing: for agreement, for the order, about the seller's own goods.
_EMPTY = {
    "en": english(
        r"""(?:shall|should|may|can|could) (?:i|we)(?! (?:just )?(?:ask|check|know|hear|understand|learn))
        who (?:doesn't|wouldn't|isn't|hasn't|needs|wants|wouldnt|could say no|can say no)|why (?:not|wait|pay|bother|settle|would (?:you|anyone)|don't (?:you|we))
        (?:isn't|aren't|wasn't|doesn't|don't|won't|wouldn't|can't|couldn't|shouldn't) (?:it|that|they|we|you think|you agree|this|you (?:want|like|love|rather|need))
        (?:would|wouldn't) you (?:like|love|rather|prefer|want|be interested|agree|say (?:yes|no))
        (?:do|don't) you (?:want|fancy|need (?:one|a|an|our)|agree|see (?:what|how|the))|are you (?:ready|interested|in)$|are you (?:ready|interested|aware|happy to (?:sign|go))
        (?:did|do) you know (?:that|our|we|about our|how (?:good|much (?:we|our)))
        (?:have|did|do) you (?:ever )?(?:heard|hear|seen|see|tried|try|know|read|noticed|considered|like|want)(?: (?:about|of))? (?:our|us|my|the new|this|what we|how we|about our)
        how (?:about|does that sound|many (?:shall|can|should) (?:i|we)|many (?:would|do) you (?:like|want)|soon can (?:we|i)|can you (?:say no|afford|resist)|could you|can i|would you like|good is that|cool|great|hard can)
        what (?:about|do you say|do you think|say you|more (?:could|do|can)|are (?:you|we) waiting|could be|would you say (?:if|to)|if|have you got to lose)
        what's (?:not to|stopping)|when (?:shall|can|should|do|would) (?:we|i)|when (?:would|do) you (?:want|like) (?:it|us|to (?:start|sign))|where (?:shall|can|do) (?:i|we)|which one (?:shall|do you want|would you like|can i)|which (?:colour|color|size) (?:shall|would|do you want)
        (?:sound|make|makes) (?:good|sense|fair)|what could be"""
    ),
    "zh": chinese(
        r"""不想|不希望|不觉得|不愿|想不想|愿不愿|怕什么|哪个.{0,6}不|哪家.{0,6}不|还用(?:得着|问|说)|还怕|还愁|试问|怎么会|算什么|值不值|刷卡|现金|(?:上午|今天|明天|周[一二三四五六日])还是|一[套台箱份件]还是|还是[两三二][套台箱份件]|(?:送|寄|发)(?:到|给)(?:哪|谁)|发票|谁不|谁会不|谁没|谁还|谁愿意|谁能|难道|岂|何不|何必|为什么不|为啥不|干嘛不|怎么能不|怎么会不|哪有|哪能|哪还|哪家能|哪里还|哪儿还|怎么可能|有什么不|有什么理由|还等什么|还犹豫什么|还有什么(?:可|好|不)|有什么(?:可|好)(?:犹豫|担心|考虑)
        不是(?:很好|挺好|正好|更好|吗)|是不是(?:很|挺|非常|特别|更|该|应该|值|划算|太|就|觉得|想)|对吧|对不对|对吗|好不好|行不行|好吗|行吗|可以吗|可不可以|能不能(?:给我个机会|签|定)|成吗|怎么样$|如何$|是吧|好吧|不是吗|您说是|你说是|您觉得呢
        要不要|(?:要|来|订|拿|买|签|定)几[个台套件箱吨份]|(?:订|签|下单|定|付款|成交|开单)(?:下来|一套|一台|一份|了|个|合同|单|吧|呢|吗|$)|先来一|来一[台套份箱单]|什么时候(?:签|订|下单|打款|付|发货给|装)|今天(?:就)?(?:签|定|订|下单)
        (?:有没有|是否|听没听|有)?(?:听说|听|了解|看|用|试|见)过?我们|知道(?:我们|这款|这个)|考虑(?:一下|过)?(?:我们|这款)|(?:想|愿)不(?:想|愿意?)|兴趣|方便(?:留|加|给|吗|的话(?:加|留))|加(?:个|您|一下)?微信|留个(?:电话|联系|微信|号码)|给我.{0,4}(?:分钟|时间|机会)|约(?:个|一个)?时间|有空|有时间|占用您|您看.{0,10}(?:吗|行|可以|成|合适)|试试(?:吗|看|呢|吧)?$|试一下$|什么时候方便|几点方便|想要吗|心动|喜不喜欢|喜欢哪|选哪[个款种一]|要哪[个款种一]|需要我(?:给|帮|们|把)?|我(?:给|帮|为)(?:您|你).{0,10}(?:好|行|可以)"""
    ),
}
# What is offered: the seller's own goods, prices, advantages.
_PITCH = {
    "en": english(
        r"""(?:we|we've|we're)(?: also| just| now| only| really| already| even)* (?:have|offer|do|sell|make|beat|provide|supply|launched|got|the (?:best|cheapest|leading|only)|cheaper|faster|regulated|guarantee|deliver|include|charge|cover|save|install|cut|built|build|run)
        our (?!call|meeting|talk|chat|conversation|first|last|side)[\w' -]{0,40}?(?:is|are|has|have|does|do|can|could|will|cuts?|saves?|costs?|gives?|comes?|starts?|runs?|works?|needs?|takes?|makes?|would|pays?|handles?|solves?|fixes)
        our (?:new|latest|best|own|flagship|premium|standard|small|starter|software|system|platform|product|machine|service|package|solution|team|tool)
        (?:\d[\d,.]*|\d+k)(?: (?:euros?|pounds?|dollars?|yuan))? (?:a|per|each|an) (?:month|year|user|site|seat|unit|piece|day|hour|week|metre|head)|[£$€¥]\s?\d|\d[\d,.]* ?(?:%|percent|per cent) (?:off|discount|cheaper|less|more|faster)
        discount|special offer|early-bird|bundle|free trial|for free|free of charge|setup is free|is free|bestseller|best-seller|top of the range|state of the art|cutting-edge|market leader|number one
        i(?:'d| would)? (?:recommend|suggest) (?:our|the|a|you (?:take|buy|get|go))|i can offer|i've got (?:just|exactly|a|the|something)|you (?:need|should (?:get|buy|take|try)|'ll love|will love) (?:our|a|the|this|one|it)|this (?:model|one|machine|package|plan|series) (?:is|has|does|will|can|comes)|it (?:does|has|cuts|saves|comes with|pays for|costs|can do)
        the new [\w-]+ (?:has|is|does|comes)"""
    ),
    "zh": chinese(
        r"""我们(?:公司|家|这边|这儿)?(?:的|这款|这套|这个|新出的|新|刚)[^?？]{0,20}(?:很|最|特别|非常|能|可以|只要|省|快|好|便宜|先进|专门|就是|有|是|带|支持|帮|上线)
        我们(?:公司)?(?:是(?!不是|否)|有(?!没有)|做(?!个|一下)|主打|提供|专做|专门|推出|能|可以(?:给|帮|做)|这款|这套|家|系统|产品|方案|体检|品牌|技术|质量|服务|价格)
        这(?:款|套)(?!旧|老)|新品|新款|套餐|旗舰|爆款|标准版|专业版|性价比|划算|省心|优惠|打折|特价|促销|活动价|原价|免费|包(?:邮|安装|教)|送您|推荐(?:您|你|一款|我们)|给(?:您|你)介绍(?:一下)?我们|能帮(?:您|你)|帮(?:您|你)省|比(?:别|同行|市面)[^,，。]{0,6}(?:便宜|快|好|省|强)|只要[\d一二两三四五六七八九十百千万]|起步价|现货|口碑|销量|大品牌|建议您(?:换|买|用|上|选|装|订)|该换|一定要上|最适合|包您|上手快|全国(?:领先|第一)|行业(?:领先|第一)
        [\d一二两三四五六七八九十百千万]{1,9}(?:块|元|折|万(?=[,，。]|一套|一台)|百[一二三四五六七八九](?=[,，。]))|省(?:电|人|钱|时|油|料)?(?:三成|一半|[\d一二两三四五六七八九十]+(?:%|成|个点))"""
    ),
}
_OWN = {"en": english("our|us|we|my|we're|we've"), "zh": chinese("我们|咱们公司|本公司|我司|我家")}
_YOURS = {
    "en": english("you|your|yours|you're|you've|you'd"),
    "zh": chinese("您|你|贵|咱们(?!公司)"),
}


def asks_first(line: Line, lang: str) -> list[Span]:
    """The first real question, unless an offer comes before it."""
    for sentence in line.sentences:
        if _asks(sentence, lang):
            before = [c for c in sentence.clauses if not _is_open(c, lang)]
            if any(
                _PITCH[lang].search(c.text) for c in before if c.end <= _opens_at(sentence, lang)
            ):
                return []
            return [sentence.span]
        if _PITCH[lang].search(sentence.text):
            return []
    return []


def _asks(sentence: Sentence, lang: str) -> bool:
    text = sentence.text
    told = _TELL[lang].search(text)
    if told and not _EMPTY[lang].search(text[: told.start()]):
        is_told = bool(_WH[lang].search(text) or _YOURS[lang].search(text) or lang == "en")
        return is_told and not _is_about_seller(text[told.end() :], lang)
    open_ = _WH[lang].search(text) or _YES_NO[lang].search(text)
    is_asked = sentence.is_question or (lang == "zh" and _asks_without_mark(text))
    if not (open_ and is_asked) or _EMPTY[lang].search(text):
        return False
    return not _is_about_seller(text, lang)


def _asks_without_mark(text: str) -> bool:
    """A Chinese question whose mark was left out: it addresses the customer and ends open."""
    return bool(
        _YOURS["zh"].search(text)
        and chinese(r"(?:吗|呢|多少|几[个台家次]|什么|哪[里儿个些])$").search(text)
    )


def _is_about_seller(text: str, lang: str) -> bool:
    return bool(_OWN[lang].search(text)) and not _YOURS[lang].search(text)


def _is_open(clause: Clause, lang: str) -> bool:
    return bool(_WH[lang].search(clause.text) or _TELL[lang].search(clause.text))


def _opens_at(sentence: Sentence, lang: str) -> int:
    """Where the question itself begins; the end when nothing opens it."""
    return next((c.start for c in sentence.clauses if _is_open(c, lang)), sentence.end)
