"""over-promises: a certain result, no risk at all, a guarantee that nobody can give; not one refused or bounded."""

from courseware.roleplay.rules.checks.reading import Line, Sentence, Span, chinese, english

_ABSOLUTE = {
    "en": english(
        r"""(?:i|we|i can|we can|i'll|we'll|i personally|i do) (?:personally |fully |absolutely |hereby )?(?:guarantee|promise|swear|vouch|give you my word)(?! (?:covers?|applies|is|runs|period|terms))
        guaranteed|you have my word|my word on it|i'd bet (?:my|anything|the)|i(?:'ll| will)? (?:bet|stake) (?:my|you anything)|cross my heart|mark my words|take it from me|trust me|believe me
        (?:a |one )?(?:hundred|100|thousand|1000|110|200) ?(?:%|percent|per cent)|zero (?:risk|chance|downtime|faults?|failures?|errors?|defects?|problems?)|no risk(?: at all| whatsoever)?|risk-?free|without (?:any|the slightest|a single) (?:risk|problem|fault|error|exception|doubt|hitch)|not the (?:slightest|smallest) (?:risk|chance|doubt)|without (?:fail|exception|question)|no exceptions|no (?:doubt|question) about it|no ifs|there's no way|no way (?:it|that|anyone)
        (?:can't|cannot|couldn't|can not|could never|can never|won't ever|will never|never will|'ll never)(?: \w+)? (?:go wrong|fail|lose|happen|break\w*|crash\w*|miss|drop|fall|leak|stop|regret|hurt|see|have (?:a|any|to)|need|get (?:hacked|sick|lost)|be (?:hacked|beaten|late|wrong|fooled|rejected|down)|notice|rust|fade|wear|touch)
        it (?:never|can't|won't ever) \w+|(?:never|not) (?:ever )?(?:again|once) (?:as long|in your life|will you)?|as long as you live|for (?:ever|good|life|all time)|forever|until the end of time
        nothing (?:can|could|will|ever|possibly)(?: \w+){0,3}? (?:happen|go wrong|break|fail|get|stop|go)|impossible|out of the question|un(?:hackable|breakable|beatable|sinkable|stoppable)|fool-?proof|bullet-?proof|idiot-?proof|indestructible|infallible|fail-?safe|flawless|perfect(?:ly)? (?:result|safe|every)|invincible
        (?:best|fastest|safest|cheapest|strongest|finest|greatest|most \w+) (?:\w+ ){0,3}?(?:in the (?:world|universe|country|whole)|on (?:the planet|earth|this planet|the market anywhere)|there (?:is|has ever been)|ever (?:made|built)|anywhere|money can buy)|nothing (?:on (?:this|the) planet|on earth|else)? ?(?:even )?comes (?:even )?close|nobody (?:in the world|on earth|anywhere|else)|no one (?:in the world|on earth|else)|second to none|number one (?:on|in)|world's (?:best|only|safest|fastest|first)
        (?:every (?:single|last|one)|each and every|all of (?:them|your|you)|everyone|everybody|every (?:customer|child|employee|patient|guest|user|student|pupil|client|one of)|nobody|no one|not a single|not one)(?:[\w' ]{0,40}?)(?:will|'ll|is going to|are going to|gets?|won't|would|passes|succeeds|loves)
        (?:will|'ll|is going to|are going to) (?:definitely|certainly|surely|absolutely|always|without (?:a )?doubt|for sure|automatically|solve (?:all|every\w*|any)|fix (?:all|every\w*|any)|(?:double|triple|treble) your|pay for itself (?:in|within) (?:a|no|days)|never|only (?:go|rise|climb))|(?:definitely|certainly|absolutely|surely) (?:will|no (?:problem|risk|chance)|going to|never|safe|won't|works?|happening)|bound to|a sure thing|in the bag|as good as (?:done|yours|approved|signed|sold)|a done deal|(?:a|dead) cert(?:ainty)?|can count on it|bank on it|consider it (?:done|approved|sold|solved)|and that's (?:that|final|a fact)|full stop|period$|no matter (?:what|how|who|where|when)|come what may|whatever (?:happens|you|the|goes)|wherever you|whoever|come hell|rain or shine
        (?:only|just) (?:ever )?(?:go|goes|going|way is) up|always (?:works?|wins?|pays?|goes|rises|go up|there|on time|ready|be)|can only (?:win|gain|go up|rise|get better)|there(?:'s| is)(?:n't| not) an?y? ?\w+ (?:where|that|which)|solves? (?:all|everything|any|every)|any problem|all your (?:problems|worries)|(?:he|she|they|it) won't$|(?:sale|deal|loan|permit|visa|claim) is going through|my name isn't|down to the last|sold out within
        (?:you|it|they|he|she|this|that|nobody|no one|nothing|everyone|everybody|anyone|your \w+(?: \w+)?|the \w+)(?:'ll| will|'re going to| are going to| is going to)(?: (?!not)\w+){0,4}? (?:never|always|everything|all of|forever|immediately|instantly|overnight|completely|totally|perfectly|guaranteed|for sure)
        you(?:'ll| will) (?:never|always|make (?:a fortune|millions|back)|be (?:rich|booked|sold)|get (?:every|all)|double|triple)|(?:never|not) (?:had|have|has) (?:a|one|any) (?:single )?(?:complaint|failure|problem)[\w ]{0,12} and never will|there(?:'s| is) (?:nothing (?:to (?:worry|lose|fear)|that (?:can|could)|at all)|absolutely no|simply no|no chance|not a chance)[\w ]{0,25}|(?:couldn't|can't) be (?:safer|better|easier)|(?:sure|certain) (?:as|thing)|money (?:for nothing|back guaranteed)|in your sleep|laughing all the way|set for life|100 ?% |every time|works? on (?:everyone|everything|anything)|(?:everyone|everybody|every one|all of them|they all|they'll all)(?:'ll| will)? (?:love|be|pass|buy|adopt|agree|succeed|say yes)|(?:totally|completely|absolutely|entirely) (?:safe|secure|risk|reliable|problem-free|waterproof|immune)|never (?:fails?|breaks?|misses|crashes|lets|goes wrong|stops|wears|loses|leaks|has|needs)|(?:will|'ll) all [a-z]+|(?:will|'ll) last (?:you )?(?:for ever|forever|a lifetime|for life)|(?:i|we) (?:can )?(?:personally )?(?:assure|swear)|not one (?:of|will)"""
    ),
    "zh": chinese(
        r"""(?:我|我们|厂里|公司)?(?:敢|可以|能|向您|跟您|向你|给您|百分百|拿\w{1,4})*(?:保证(?!金|期|书|险|人)|打包票|担保(?!公司|人|物|方式|贷|费|由|函)|立军令状|拍胸脯|打保票|发誓|拍着胸)|包(?:过|上(?:岸|学|重点|$)|赚|成(?!本|品|都)|治|您满意|你满意|您赚|涨|准|通过|拿下|批(?!发)|在我身上|赢|录取|就业)|包在我
        百分之(?:一)?百|百分百|100%|一百个放?心|十成十|(?:查|挑|找)不出(?:任何|半点|一点)?(?:问题|毛病|错)|[一二三四五六七\d](?:天|周|个?星期|个月)[^,，。]{0,6}(?:就)?(?:全(?:都)?(?:没|好|消)|彻底|见效|翻倍|回本|根除)|零(?:风险|故障|误差|事故|失误|投诉|损耗|缺陷|差错|死角|延误|停机)|没有(?:任何|一点|半点|丝毫|一丝)(?:儿)?(?:风险|问题|隐患|危险|毛病|副作用|损失)|(?:毫无|绝无|全无)(?:风险|问题|可能|例外)|万无一失|稳赚|稳赢|稳拿|稳过|铁定|铁板钉钉|板上钉钉|只赚不赔|保本|保赚|躺赚|稳稳|妥妥|跑不了|跑不掉|十拿九稳|没跑|错不了|没得跑|必(?:过|成|涨|赚|中|赢|定|然)
        绝(?:对(?!值|路)|不会|不可能)|(?:完全|根本|压根|永远|绝|绝对|再也|从此|一辈子|这辈子)(?:就|都|也)?(?:不会|不用(?:再)?|不可能|不用|没|不|没有)(?!敢|能保|保证)|永远(?:不|都|是|没)|永久(?:不|有效|免)|终身(?:不|都)|一辈子(?:不|都|没)|一劳永逸|彻底(?:解决|根治|消除|杜绝|告别)|根治|药到病除|立竿见影|当天见效
        (?:一定|肯定|必定|铁定|准(?!备|确|时|点))(?:就)?(?:会|能|给您|给你|让您|可以|没(?:问题|事|风险)|不会|过|批|涨|赚|满意|成|行|帮您|按时|准时|翻|达|通过|拿下|降|省|搞定|解决)|不可能(?:的)?(?:会|有|出|丢|坏|不|失败|输|跌|发生|断|漏|再|$)|只会(?:涨|往上|越来越|更好|赚)|只涨|跌不到|亏不了|赔不了|输不了|坏不了|丢不了|出不了(?:问题|事|错|岔)|差不了|掉不了|漏不了|死不了
        (?:放眼)?(?:全(?:世界|球|宇宙|中国|国|行业|省|市|网)|世界上|天底下|天下|国内|业内|行业里|市面上|地球上)[^,，。?？]{0,8}(?:最|第一|唯一|独一|找不出|没有比|没人|没有第二|都找不到|无敌|就我们)|独一无二|无人能(?:比|及)|没有对手|天下无敌|史上最|没有之一|最(?:好|强|安全|先进|牛|便宜|快)的(?:没有之一|了$)|无所不能|什么(?:难题|问题|毛病|情况|活)[^,，。]{0,8}(?:都能|都不怕|都行|都解决)|任何(?:问题|情况|难题|系统|人|故障|环境|设备)[^,，。]{0,8}(?:都能(?:解决|搞定|用|对接|查)|都不会|不会|难不倒|都(?:会|喜欢|满意))|所有(?:的)?(?:问题|难题|人|客户|员工|毛病|顾客|学员|家长|孩子)[^,，。]{0,8}(?:都(?:会|能|喜欢|满意|解决|没)|全(?:都)?(?:解决|满意|没))
        没人会|没有人会|没有一个|一个[^,，。]{0,6}(?:都不会|都没有|都不|也不会|也没有|不漏|不落)|一(?:条|次|分钱|分|秒|点|滴|丝|天|件|单|例|个)(?:[\u4e00-\u9fff]{0,3})?(?:都|也)(?:不会|不可能|丢不|差不|少不|坏不|亏不)|每(?:一)?(?:个|位|家)[^,，。]{0,8}(?:都会|都能|都(?:满意|喜欢|抢)|全都)|人人都|个个都(?:会|能|是)|全员都(?:会|能)|谁(?:都|也)(?:攻不|会爱|抢|查不|不会|挡不|拦不|看不出|偷不)|不管(?:发生)?(?:什么|怎么|谁)[^,，。]{0,8}(?:都(?!可以|行|欢迎)|一定|照样|肯定)|无论(?:如何|什么|怎么)[^,，。]{0,8}(?:都(?!可以|行|欢迎)|一定|照样|肯定)|天塌|雷打不动|风雨无阻|包换一辈子|说到做到
        就当(?:已经|是)|早晚是您|板上|等着(?:数钱|拿钱|收钱|拿证|庆功)|闭着眼(?:睛)?(?:都|买|选|签|赚)|闭眼(?:买|入|赚)|睡着(?:都|也)|(?:业绩|销量|收益|营业额|利润|产量|效率)[^,，。]{0,6}翻(?:一|两|三|几)?(?:倍|番)|从此(?:高枕|再也|不用)|高枕无忧|(?:只要|一)(?:用|装|上|买)了?(?:我们|这)[^,，。]{0,6}就(?:不会|再也|没|能解决|好)|闭(?:上)?眼|(?:没|不会有)(?:任何|半点)?(?:问题|风险|麻烦)的?$|(?:稳|准|包)(?:能|可以|没错)|(?:谁|没人|没有谁|哪家)(?:也|都)?(?:比不上|比不了|赶不上|超不过)|不出(?:一|三|两|半)(?:天|个月|周)[^,，。]{0,6}(?:就|准|必)|(?:不会|不可能)出(?:任何)?(?:一点)?(?:问题|事|错|差错|岔子|故障)|[^,，。]{0,6}不可能$"""
    ),
}
# The promise is refused, doubted, somebody else's, a contract's or a question's.
_REFUSED = {
    "en": english(
        r"""(?:can't|cannot|couldn't|can not|won't|wouldn't|not able to|unable to|nobody can|no one can|no-one can|nobody could|don't|not|never|not going to|refuse to|shouldn't|hesitate to)(?: (?:honestly|really|possibly|even|ever|personally|want to|like to|dare|seriously))* (?:promise|guarantee|say|swear|vouch|call|claim|give you|rule out|tell you|know|commit|bet|be sure|sign)
        i'd be lying|lying if|lie to you|hard to say|depends|it varies|nobody (?:knows|can)|no one (?:knows|can)|no (?:guarantee|promises?|such thing|honest|\w+ (?:is|can be) (?:ever )?(?:perfect|foolproof|\w+ safe|safe|100|completely|totally|unbreakable|immune))|there(?:'s| is) (?:no such|always (?:a|some) (?:risk|chance|possibility))|isn't (?:realistic|possible|risk-?free|foolproof|guaranteed|certain)|impossible to|not (?:quite )?(?:risk-?free|the best|perfect|every|all|always|a hundred|100|guaranteed|certain|zero|impossible|unbreakable|forever|everyone)|never (?:say|promise|claim|a guarantee)|anyone who (?:promises|guarantees|says|tells)|whoever (?:promises|guarantees|tells)|best is for|i'm afraid"""
    ),
    "zh": chinese(
        r"""(?:不敢|不能|没法|没办法|无法|不好|不会|不|谁也|谁都|没人|没有人|哪家也|哪家都|很难|不便|不想|做不到|给不了|说不了)(?:跟您|给您|向您|随便|轻易|直接|去|这么|替您|能|敢|百分之?百|乱|现在)*(?:保证|担保|打包票|承诺|说死|打保票|说|答应|夸口|许诺|肯定|断定|包|拍胸脯|下结论)
        说不准|说不了|不好说|不一定|不见得|未必|没有百分|不是百分|不可能(?:百分|零|没有|完全|做到|保证|每|所有|绝对|一点|百)|没有绝对|不存在|做不到|达不到|到不了|谁也(?:说|不敢|没法)|骗(?:您|你|人)|不实在|吹牛|是假的|别信|要小心|不现实|不敢|这(?:种|样)(?:的)?话|我不(?:说|讲|会说|能说)|没人(?:能|敢)|没有(?:人|谁|哪家|一家|哪个)[^,，。]{0,4}(?:能|敢)|不由我|不等于|并不|并非|有可能|难免|尽力|不绝对|不是零|没有零|哪有|没有什么是|要看|得看|取决|看情况|因人|视"""
    ),
}
_BOUNDED = {
    "en": english(
        r"""if|provided|providing|unless|as long as (?!you live)|in most|most of|usually|normally|typically|on average|roughly|around|about (?:\d|half|a)|up to \d|within (?:the|its|these|thirty|\d+ (?:days|months))|except|excluding|after that|depending|subject to|so far|in our tests|according to|at least in|probably|likely|should|might|may|could|only when|limits?|cap|capped|contract|warranty|money back|refund|your money|terms|clause"""
    ),
    "zh": chinese(
        r"如果|要是|只要|前提|的话|一般|通常|多数|大多|大概|大约|左右|平均|以内|条件|除非|除了|合同|条款|上限|超出|范围|质保|保修|保修期|过去|目前为止|可能|估计|尽量|争取|有望|先试|试用|打样|赔(?:您|付|偿)|违约金|退款|才(?:能|行|会|可以)"
    ),
}
# What a certain result may not be softened by.
_DOUBLED = {
    "en": english(
        r"guaranteed|zero risk|no exceptions|never ever|a hundred percent|risk-?free|whatever happens|no matter what|unhackable"
    ),
    "zh": chinese(r"零风险|绝对|打包票|百分之百|百分百|稳赚|包过|万无一失|天塌"),
}


def over_promises(line: Line, lang: str) -> list[Span]:
    """The words of every promise that cannot be kept."""
    if any(_REFUSED[lang].search(s.text) for s in line.sentences):
        return []
    found: list[Span] = []
    for sentence in line.sentences:
        if not sentence.is_question and not _is_bounded(sentence, lang):
            found += [sentence.at(match) for match in _ABSOLUTE[lang].finditer(sentence.text)]
    return found


def _is_bounded(sentence: Sentence, lang: str) -> bool:
    return bool(_BOUNDED[lang].search(sentence.text)) and not _DOUBLED[lang].search(sentence.text)
