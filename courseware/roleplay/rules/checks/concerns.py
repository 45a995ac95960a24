"""Words that say the same concern, and words that say none: data of takes-up."""

_SAYING_NOTHING_EN = """
a about above across after again ago ah all almost already also always am an and another any anybody anyone
anything anyway are aren't around as ask asked at away back be because been before being best better between
big bit both business but by call came can can't come comes company could couldn't customer customers day days
did didn't different do does doesn't doing don't done down each either else end enough even ever every
everybody everyone everything exactly far feel feels few find fine first for found from full get gets getting
give gives go goes going gone good got great had hadn't half has hasn't have haven't having he he's hear heard
her here here's hers him his how i i'd i'll i'm i've if in into is isn't it it'd it'll it's its just keep kept
kind knew know known last least left less let let's like little long look looking looks lot lots made make
makes many matter may maybe me mean means might mine more most much must my need needed needs never new next
no nobody none not nothing now of off often oh ok okay old on once one ones only or other others our ours out
over own part people perhaps place point product put quite rather real really right said same saw say saying
says see seem seems seen sell send set shall she should show side since small so some somebody someone
something soon sort still such sure take taken takes talk tell than thank thanks that that's the their theirs
them then there there's these they they'd they'll they're they've thing things think this those though thought
three through time times to today together told too took true try two under understand until up us use used
uses using usually very want wanted wants was wasn't way we we'd we'll we're we've week weeks well went were
weren't what what's when where whether which while who who's whole whose why will with without won't work
works would wouldn't yeah year years yes yet you you'd you'll you're you've your yours
"""
_SAYING_NOTHING_ZH = """
怎么样 供应商 为什么 我们 你们 您们 他们 咱们 没有 一个 一下 什么 怎么 这个 那个 这种 那种 这样 那样
这些 那些 这边 那边 这里 那里 可以 因为 所以 但是 可是 不过 如果 要是 的话 而且 或者 还是 就是 只是
其实 已经 现在 以前 以后 之前 之后 时候 今天 明天 昨天 今年 去年 明年 一直 一般 可能 应该 需要 觉得
知道 认为 问题 情况 事情 东西 公司 产品 时间 地方 方面 客户 一点 有点 比较 非常 特别 确实 真的 当然
肯定 一定 如何 自己 大家 别人 别家 起来 出来 下来 过来 进来 我 你 您 他 她 它 的 了 着 过 吗 呢
吧 啊 嘛 呀 是 在 有 没 不 也 都 就 还 又 再 很 太 最 更 挺 真 这 那 哪 个 一 能 会 要 想
得 把 被 给 跟 和 与 对 从 到 向 让 叫 请 但 说 看 听 做 用 来 去 上 下 里 中 大 小 多 少
好 几 两 些 每 各 谁 只 才 便 则 年 月 日 天 次 家 件 台 位 种 人 出 成 像 比
"""
STOP_EN = frozenset(_SAYING_NOTHING_EN.split())
#: longest first, so that a long word goes before its parts
STOP_ZH = tuple(sorted(_SAYING_NOTHING_ZH.split(), key=len, reverse=True))

_EN = [
    # late, slow
    r"late|later|lateness|delay\w*|deadline|overdue|slow\w*|behind schedule|wait\w*|queue\w*|queuing|on time|punctual\w*|hold-?ups?|overran|took (?:months|weeks|ages)",
    # small print, legibility
    r"read|reads|readable|screens?|display|print|letters|font|legib\w*|tiny|little screens",
    # hard to reach
    r"hill|lorr(?:y|ies)|truck|turn|corners?|access|narrow|steep|kerb|gate|drive(?:way)?|van|stairs|lift",
    # price and money
    r"price\w*|expensive|cost\w*|dear|cheap\w*|afford|budget|money|pounds|euros|spend\w*|spent|saving|fees?|bill|pay\w*|invoice",
    # time lost on a repair after a bad buy
    r"varnish|paint\w*|strip\w*|sand\w*|coat\w*|peel\w*|finish",
    # lost people and custom
    r"clients? left|customers? left|los(?:e|es|ing|t) (?:clients|customers|accounts|people|business)|walk(?:ed)? out|accounts|turnover|staff leav\w*|quit\w*|resign\w*|hand(?:ed)? in (?:their|his|her) notice",
    # trust and past disappointment
    r"burnt|burned|let down|promis\w*|broken promises?|lied|trust\w*|disappoint\w*|cheat\w*|scam\w*|kept (?:their|its) word|once bitten|bad experience|stung",
    # noise
    r"nois\w*|loud|quiet|sound|decibels?|hum|racket|complain\w*|silent|hear it",
    # heat and cold
    r"hot|heat|cold|freez\w*|frost|winter|summer|sweat\w*|boiling|degrees|cool\w*|warm\w*|draught\w*",
    # things that break
    r"break\w*|broke|broken|crash\w*|fail\w*|down ?time|fault\w*|repair\w*|jam\w*|stop(?:s|ped) working|out of order|flood\w*|leak\w*|damage\w*|drop(?:s|ped)?",
    # effort and people's time
    r"too busy|busy|no time|hours|workload|overtime|short-staffed|understaffed|stretched|hands full|capacity|swamped|snowed under|extra work",
    # complication, learning
    r"complicat\w*|difficult|confus\w*|hard to (?:use|learn)|learn\w*|train\w*|too many (?:buttons|clicks|menus|steps)|simple|simpler|easy|easier|passwords?|log ?in|clicks|technophobe\w*|not technical",
    # jobs and fear of change
    r"jobs?|redundan\w*|laid off|replac\w*|unions?|fear\w*|afraid|scared|worr(?:y|ied)|nervous|anxious",
    # data, watching, privacy
    r"data|privacy|gdpr|hack\w*|leak\w*|secur\w*|spy\w*|watch(?:ed|ing)|track\w*|monitor\w*|server|cloud|confidential\w*|steal|stolen|password",
    # who decides
    r"boss|board|director|cfo|ceo|committee|partner|husband|wife|decide\w*|decision|approv\w*|sign(?:s|ed)? off|permission|head office|owner|shareholders",
    # contract and being bound
    r"contract|clause|terms|lock(?:ed)?-? ?in|tied|notice|cancel\w*|exit|get out|leave when|small print|binding|bound|committed|commitment",
    # space
    r"space|room|floor|square met\w+|cramped|fit|fits|tight|width|wide|narrow|millimet\w+|size|corner",
    # present supplier
    r"supplier|current (?:provider|system)|happy with|switch\w*|chang(?:e|ing) over|stick with|loyal\w*|known (?:him|them|each other)|fifteen years|relationship",
    # children, age, care
    r"child\w*|kids?|daughter|son|baby|toddler|parents?|mother|father|grand\w+|elderly|old people|eighty|pensioners?|seniors",
    # quality out of step
    r"colou?rs?|shade|match\w*|swatch\w*|faded?|dye",
    # mistakes and rework
    r"mistakes?|errors?|wrong|mix(?:ed)?-? ?ups?|returns?|rejects?|scrap|rework|incorrect|mislabel\w*",
    # delivery
    r"deliver\w*|courier|parcel|shipment|shipping|stock|arrive[sd]?|lead time|out of stock|shelf|shelves|empty",
    # illness and safety
    r"safe\w*|accident\w*|injur\w*|hurt|slip\w*|back pain|sick\w*|ill|illness|allerg\w*|hygien\w*|dust\w*|fumes|smell\w*",
    # risk of the seller vanishing
    r"go bust|bankrupt\w*|insolv\w*|went under|goes under|still be (?:here|there|around)|disappear\w*|source code|escrow",
    # records
    r"audit\w*|paperwork|records?|archive\w*|retention|logs?|inspect\w*|regulator\w*|complian\w*|history",
    # not used
    r"drawer|gather\w* dust|nobody uses|unused|cupboard|nobody (?:reads|opens|touches)|shelfware|ignored",
    # crops and weather
    r"rain\w*|wet|damp|mould|humid\w*|water|dry\w*|soak\w*",
]
_ZH = [
    r"监视|盯着|盯|监控|摄像头|偷看|隐私|跟踪|看着干活",
    r"道歉|赔不是|赔礼|挨骂|投诉|抱怨|丢脸|丢人|没面子",
    r"小孩|孩子|宝宝|儿子|女儿|婴儿|学生|娃",
    r"贵|价格|价钱|便宜|太高|预算|花钱|费用|成本|省钱|开支|掏钱|钱",
    r"厚|看不完|一条条|条款|密密麻麻|字太小|合同|看不懂",
    r"排队|等太久|等半天|队伍|排长队|久等|等不及|慢|拖|耽误|晚到|迟|延误|延期|脱期|交期|误了",
    r"坏|故障|停机|失灵|死机|卡|卡顿|宕机|罢工|修|维修|趴窝|出毛病|断",
    r"夜班|夜里|半夜|凌晨|晚上没人|值夜",
    r"老人|年纪大|十多岁|岁数|老花|上年纪|长辈|爸妈|父母",
    r"不会用|学不会|太复杂|难学|麻烦|繁琐|手机不熟|上手|操作难|记不住|简单",
    r"吵|噪音|声音太大|太响|邻居|扰民|分贝|安静|轰",
    r"热|高温|闷|凉|降温|冷|冻|低温|零下|怕冷",
    r"老板|领导|董事会|上面|拍板|做主|签字|审批|批|总部|说了算|商量|太太|老婆|先生|股东",
    r"受骗|上当|被坑|吃过亏|坑过|不信|信不过|骗|说话不算|承诺没|忽悠|兑现|寒心|踩过坑|怕了",
    r"数据|泄露|安全|外泄|信息|黑客|监管|保密|机密",
    r"人手|没人|忙不过来|缺人|招不到|加班|没空|忙|人少|抽不出|腾不出",
    r"离职|走人|留不住|辞职|跳槽|流失|走了|人一走|换人|新人",
    r"裁员|饭碗|下岗|失业|岗位|被取代|抵触|反对|不愿意",
    r"老供应商|合作多年|合作了|熟人|换供应商|换厂家|老关系|用惯|习惯了|用了十|交情",
    r"亏|赔钱|跌|风险|损失|套牢|本金|血汗钱|养老钱|保本|稳",
    r"急用|随时|取出来|周转|现金流|资金紧|回款|账期|压款|垫",
    r"质量|次品|不良|退货|返工|瑕疵|毛刺|飞边|尺寸|报废|色差|掉色|起球|褪色",
    r"库存|压货|滞销|卖不动|积压|断货|缺货|补货|临期|过期",
    r"地方小|没地方|放不下|占地|空间|窄|挤|面积|塞不下|摆不下",
    r"对接|接口|老系统|兼容|旧设备|导数据|两套系统|重复录|录两遍|打通",
    r"送错|漏发|少发|发错|破损|碎|压坏|摔|磕",
    r"售后|打不通|找不到人|没人接|没人管|响应|踢皮球|客服|不理",
    r"味道|气味|味儿|过敏|刺鼻|甲醛|敏感|皮肤|嫩",
    r"电费|耗电|费电|省电|油耗|能耗",
    r"换型|换线|调机|停线|半天",
    r"考核|指标|业绩|完不成|压力|月底冲|任务",
    r"远|偏|县里|乡下|路不好|山里|郊区|运费|快递",
    r"脏|灰|粉尘|油污|卫生|清洁|打扫|洗",
    r"重|搬不动|抬|腰|累|弯腰|沉",
    r"拆|撕不开|打不开|包装|剪刀",
    r"怕倒闭|跑路|关门|倒了|不在了|小公司|撑不|做不长",
]
CONCERNS = {"en": tuple(_EN), "zh": tuple(_ZH)}
