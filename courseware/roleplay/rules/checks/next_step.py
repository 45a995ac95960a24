"""next-step: something that will be done, by whom, and when or at which event."""

from courseware.roleplay.rules.checks.reading import Clause, Line, Sentence, Span, chinese, english

_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mondays?|tues|weds|thurs|fri"
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_NUMBER = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
# A moment both sides could write into a diary.
_WHEN = {
    "en": english(
        rf"""(?:on |this |next |by |until |before |from |till |coming )?(?:{_DAYS})(?: (?:morning|afternoon|evening|night|lunchtime|noon))?
        (?:on |by )?(?:the )?\d{{1,2}}(?:st|nd|rd|th)(?: of (?:{_MONTHS}))?|(?:the )?(?:first|second|third|fourth|fifth|tenth|fifteenth|twentieth|last) of (?:{_MONTHS}|the month)
        \d{{1,2}} (?:{_MONTHS})|(?:{_MONTHS}) \d{{1,2}}|(?:at|by|before|from|until|around) (?:\d{{1,2}}(?:[:.]\d\d)?(?: ?(?:am|pm|o'clock))?|{_NUMBER}|half past \w+|quarter (?:past|to) \w+)(?= today| tomorrow| on|$| sharp| o'clock| in the| this|,| to | and | with | at )
        \d{{1,2}} ?(?:am|pm)|\d{{1,2}}:\d\d|(?:by |at )?(?:noon|midday)|tomorrow(?: (?:morning|afternoon|evening|night|at \w+))?|tonight|this (?:morning|afternoon|evening)
        (?:today|right (?:now|after this|after (?:our|the|this) \w+))|straight after (?:this|our|the) \w+|the day after tomorrow|in (?:\d+|{_NUMBER}|a|an) (?:days?|weeks?|hours?|minutes?|fortnight)(?:' time)?|a week from (?:today|now)|end of (?:this|the|next) (?:day|week|month)|(?:{_NUMBER}|\d+) days from now|within (?:\d+|{_NUMBER}|a|an|the) (?:days?|hours?|week)|(?:first thing|early|mid) (?:next week|tomorrow)
        (?:after|before|at|during|in|for) (?:your|the|his|her|their|our) (?:next |monthly |weekly |annual |quarterly |coming |board |team |staff |management |budget |autumn |spring |summer |winter |morning )?(?:meeting|stock-?take|stocktake|inventory|audit|shift change|night shift|early shift|shutdown|changeover|board|budget round|trade fair|fair|expo|handover|inspection|committee|staff meeting|stand-up|review|closing|half-term|harvest|delivery|service|maintenance|opening)
        once the \w+ (?:arrives|is in|has signed|lands)|next (?:week's|month's) \w+|calendar week \d+|week (?:\d+|{_NUMBER})"""
    ),
    "zh": chinese(
        r"""(?:这|本|下|下下)?(?:个)?(?:周|星期|礼拜)[一二三四五六日天末1-6](?!线)(?:早上|上午|中午|下午|晚上|一早|下班前)?
        (?:今|明|后|大后)(?:天|晚|早|儿|日)(?:早上|上午|中午|下午|晚上|一早|傍晚|下班前|中午前)?|(?:早上|上午|中午|下午|晚上|傍晚)(?:[一二两三四五六七八九十\d]+[点:]|开工|下班)
        (?:[一二三四五六七八九十\d]{1,3}月(?:份)?)?[一二三四五六七八九十廿\d]{1,3}[号日](?!线|机|楼|仓|炉|车|店|门|库|模|工位|柜|泵|梁|厅|包|桌|台|公寓|院)|[一二三四五六七八九十\d]{1,3}月[初中底]
        [一二两三四五六七八九十\d]{1,3}(?:点(?:半|钟|整)?(?:[前后之左])?|:\d\d)(?!五|几|多|[一二三四五六七八九零])|(?:月底|月初|月中|年底|季度末|这个月底|下月初|下个月初)(?:前|之前|盘点|开会|例会|的)
        (?:盘点|例会|早会|班会|周会|月会|董事会|评审会|展会|开业|换班|交班|停机|检修|大修|招标会|开标|晨会|家长会|订货会|换季|验厂|年会|部门会|预算会|年检|发薪|装车|到货|换线|首批货到)(?:那天|当天|的时候|之前|前|之后|后|那次|那回|上|时)
        (?:国庆|元旦|春节|五一|中秋|端午|清明|双十一|开学)(?:节)?(?:头|前|后|那|第|当)(?:一|两|三|天|周|几)?|(?:一|两|三|四|五|[2-9]|十|\d+)(?:天|小时|个钟头|分钟|个工作日|周|个星期)(?:后|之后|内|以内|之内)|(?:今天|明天|后天|下班前|散会后|挂了电话|这个电话完|会后|半小时后|午饭后|饭后|中午前|天黑前|开门前|打烊后|关门后|收工后|下班后)"""
    ),
}
# Somebody does it: the seller, both, or a named colleague.
_DOES = {
    "en": english(
        r"""i'll|i will|we'll|we will|let's|let us|let me|shall (?:i|we)|i(?:'d| would) (?:like to |suggest |propose )|could (?:you|we|i)|can (?:you|we|i)|i can|we can|how about|what about|would (?:you|\w+day)|see you|can i|may i|could i|we could|i could|we're|our \w+(?: \w+)? (?:comes|calls|rings|visits|drives|brings|sends|joins|picks)|[a-z]+ (?:comes|calls|rings|visits|drives (?:over|out|down)|brings|joins|picks) (?:you|by|round|over|in|to|us|along|it|the|up)|you (?:bring|come|send|sign|call|ring)|we (?:\w+ )?(?:run|test|weigh|try|measure|count|open|compare|install|swap|fit|take|look|check|visit|drive|bake|print|cut|mill|load)|will you|you'll (?:have|get|receive|hear|find|see)
        i'm (?:coming|sending|bringing|booking|driving|going to|at|putting|dropping|in|calling|blocking)|we're (?:coming|sending|bringing|meeting|going to|starting|testing|running)|(?:is|are) (?:coming|climbing|calling|visiting|free|driving|going|bringing|joining|starting|happy to|ready|available|picking|flying)
        (?:will|'ll) (?:come|call|ring|be|meet|send|visit|bring|join|drop|have|show|start|run|install|test|email|take|put|sit|walk|pick|measure|go)|it's (?:in|on) (?:his|her|your|their)|(?:we|i|he and i|she and i|they|you and i) (?:meet|go through|start|sit down|talk|test|look at|run|walk|come|call|ring|send|bring|begin|pick)|meet me|come (?:to|and|by|over|along|with)|join (?:me|us)|bring (?:your|the|along|me)|(?:put|pencil|book) (?:me|us|it|that)|give me|send me|pick (?:a|one)|does \w+ (?:at|work|suit)|is \w+day|you (?:run|try|test|keep|show|pick|bring)|try it|keep it|take it|run it"""
    ),
    "zh": chinese(
        r"""(?:我|我们|咱们|咱|您|你|一起|让|请|叫上|约上|带上|带|派|由|老[\u4e00-\u9fff]|小[\u4e00-\u9fff]|[\u4e00-\u9fff]工|[\u4e00-\u9fff]经理|工程师|师傅|同事|主管).{0,30}?(?:过来|过去|来|去|到|带|发|寄|送|看|开|试|打|约|见|装|测|做|跑|交|对|拿|谈|签|定|坐|听|算|数|量|演示|拜访|碰|聊|通|讲|走|摆|接|念|等|上门|调|切|拉|放|给|回|写|教|盯|换|验|说)
        (?:我|我们|咱们).{0,20}|会议邀请|上门|过来|碰(?:一下|个头|头|面)|见面|打(?:个)?电话|定在|约在|开始"""
    ),
}
_VAGUE = {
    "en": english(
        r"""some ?time|some stage|some (?:other )?day|one of these days|(?<!as )soon|whenever|at some point|later on|eventually|when(?:ever)? (?:the time is right|it suits|you (?:like|want|have time|feel|are ready|'re ready|get a chance))|in the (?:near )?future|no hurry|no rush|in due course|one day|if (?:you )?(?:ever|need|anything|have any)|feel free|any ?time|when things (?:calm|settle|quiet)\w*|down the (?:line|road|track)|let me know|maybe|perhaps|we'll see"""
    ),
    "zh": chinese(
        r"到时候再|再说|以后再?(?:联系|说|聊|谈|看)|改天|回头(?!客)|有空|有时间|过阵子|过段时间|过几天|哪天|看情况|随时|慢慢|不着急|有需要|再联系|保持联系|找机会|抽空|等(?:您|你)(?:消息|想好|有|方便|通知)|尽快|近期|方便的?时候|早晚|总有一天|可能|也许"
    ),
}
# Time already gone, time as a habit, or time as a fact of the goods.
_PAST = {
    "en": english(
        r"""last (?:week|month|year|time|spring|summer|autumn|winter|\w+day|night|october|may|june)|yesterday|ago|was|were|had|did|since (?:\d{4}|last|then|\w+day)|went|came|used to|said|told|met|every (?:\w+day|week|month|year|day|morning|october|second|other|spring|autumn)|each (?:week|month|year)|always|usually|normally|closed|open(?:s)? (?:on|at|from|until)|opening hours|by default|costs?|price|expires?|valid|runs until|ends|discount|we've|launched|founded|on (?:mon|tues|wednes|thurs|fri|satur|sun)days|busy|holiday"""
    ),
    "zh": chinese(
        r"上(?:个)?(?:周|星期|礼拜|月)|去年|前年|昨天|前天|上次|刚才|那次|当时|以前|曾经|每(?:个|逢)?(?:周|星期|礼拜|月|天|年)|一直|通常|平时|营业|上班时间|有效期|截止|到期|涨价|优惠|活动|放假|休息|关门时间|成立|过了|见过|聊过|谈过|来过|去过|发过|开过"
    ),
}

_WILL = {
    "en": english(
        r"i'll|we'll|let's|shall (?:i|we)|i will|we will|could (?:you|we)|can (?:i|we|you)|i can|let me"
    ),
    "zh": chinese(r"(?!x)x"),
}
_FACT = {
    "en": english(
        r"(?:offer|discount|price|prices|sale|promotion|warranty) (?:ends?|runs|expires?|is|goes|will|rises?)|valid|expires?|opening hours|closed|every (?:\w+day|week|month|year|morning)|last (?:week|month|year|time|\w+day)|yesterday|ago"
    ),
    "zh": chinese(r"(?!x)x"),
}


def next_step(line: Line, lang: str) -> list[Span]:
    """The sentences that name an act and a moment for it."""
    sentences = line.sentences
    for index, sentence in enumerate(sentences):
        part = _dated(sentence, lang)
        if part is None:
            continue
        near = [sentence, *sentences[index + 1 : index + 2], *sentences[max(0, index - 1) : index]]
        if any(_acts(other, lang) for other in near):
            return [sentence.span]
    return []


def _dated(sentence: Sentence, lang: str) -> Clause | None:
    for clause in sentence.clauses:
        if not _WHEN[lang].search(clause.text) or _is_gone(clause, lang):
            continue
        if not _VAGUE[lang].search(clause.text):
            return clause
    return None


def _is_gone(clause: Clause, lang: str) -> bool:
    """Past, habit or fact, unless somebody says what he will do."""
    if _FACT[lang].search(clause.text):
        return True
    return bool(_PAST[lang].search(clause.text)) and not _WILL[lang].search(clause.text)


def _acts(sentence: Sentence, lang: str) -> bool:
    return any(
        _DOES[lang].search(clause.text)
        and not _VAGUE[lang].search(clause.text)
        and not _is_gone(clause, lang)
        for clause in sentence.clauses
    )
