"""The page that explains what is looked for in a typed line, how reliable that is, and what counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response

from courseware.content.definitions import SPOKEN_CHECKS, Text
from courseware.roleplay.routes.base import bp
from courseware.roleplay.rules.checks.standing import MEASURED, MIN_PRECISION, MIN_RECALL
from courseware.roleplay.rules.findings import FAULTS
from courseware.web.access import signed_in
from courseware.web.locale import lazy
from courseware.web.render import render


@dataclass(frozen=True, slots=True)
class Explained:
    """A check in plain words, with two lines that have it and two that lack it."""

    name: object
    meaning: object
    has: tuple[Text, Text]
    lacks: tuple[Text, Text]
    #: what the customer had just said, where that matters
    customer: Text | None = None


EXPLAINED: Mapping[str, Explained] = {
    "asks-first": Explained(
        lazy("Asks before offering"),
        lazy(
            "A real question about the customer's own situation comes before any offer."
            " A question that only wants a yes does not count."
        ),
        has=(
            Text(
                zh="您现在一个月要换几次刀？",
                en="How many times a month do you change the blades today?",
            ),
            Text(
                zh="我想先了解一下，你们现在是怎么验收来料的。",
                en="Tell me how your incoming goods are inspected today.",
            ),
        ),
        lacks=(
            Text(
                zh="我们的设备全国领先，您要不要订一台？",
                en="Our machine is the market leader. Shall we sign today?",
            ),
            Text(zh="谁不想省钱呢？", en="Who doesn't want to save money?"),
        ),
    ),
    "gives-evidence": Explained(
        lazy("Gives evidence"),
        lazy(
            "Something the customer could check: a figure for an effect, a customer one could ask,"
            " a test, a document. A price is no evidence."
        ),
        has=(
            Text(
                zh="隔壁园区那家包装厂，换型时间从五十分钟降到十八分钟。",
                en="At Hartley Packaging the changeover went from 50 minutes to 18.",
            ),
            Text(
                zh="这是第三方检测报告，第三页有拉力数据。",
                en="The test report is here, look at page 3.",
            ),
        ),
        lacks=(
            Text(
                zh="这方面的检测报告我们还没有。",
                en="We don't have any test report for that yet.",
            ),
            Text(zh="大家用了都说好。", en="Everybody who uses it is delighted."),
        ),
    ),
    "gives-away": Explained(
        lazy("Gives something away"),
        lazy(
            "Price, time, terms or extras are conceded, and nothing is asked for in return"
            " in the same line."
        ),
        has=(
            Text(zh="行，我再给您便宜五百。", en="All right, I'll knock another fifty off."),
            Text(zh="安装费我们不收您的。", en="I'll throw in the installation for free."),
        ),
        lacks=(
            Text(
                zh="如果您这个月签约，运费由我们承担。",
                en="If you sign by Friday, I'll throw in the installation.",
            ),
            Text(zh="这个价格我不能再降了。", en="I can't go any lower than the list price."),
        ),
    ),
    "over-promises": Explained(
        lazy("Promises too much"),
        lazy(
            "A certain result, no risk at all, a guarantee that nobody can give."
            " A promise that is refused or bounded does not count."
        ),
        has=(
            Text(zh="绝对不会出任何问题，我打包票。", en="It will never fail, I guarantee it."),
            Text(
                zh="百分之百通过验收，零风险。",
                en="There is zero risk, you can't lose.",
            ),
        ),
        lacks=(
            Text(
                zh="我不敢保证一定能批下来。",
                en="I can't promise that it will be approved.",
            ),
            Text(
                zh="如果图纸按时到，一般六周可以交货。",
                en="Provided the drawings arrive on time, it usually takes six weeks.",
            ),
        ),
    ),
    "takes-up": Explained(
        lazy("Takes up the customer's words"),
        lazy(
            "Words the customer has just used, or the very concern in other words."
            " “I understand” alone does not count."
        ),
        has=(
            Text(
                zh="您说夜班人手不够，那我们先看夜班的工序。",
                en="Too few people on the night shift: let's look at that shift first.",
            ),
            Text(
                zh="夜班缺人，我们先算哪道工序能省一个人。",
                en="If your night shift is short-staffed, where does it hurt most?",
            ),
        ),
        lacks=(
            Text(zh="我非常理解您。", en="I completely understand."),
            Text(
                zh="我们是一家有二十年历史的企业。",
                en="We have been a family business for twenty years.",
            ),
        ),
        customer=Text(
            zh="我们夜班人手不够。",
            en="We have too few people on the night shift.",
        ),
    ),
    "next-step": Explained(
        lazy("Names a next step"),
        lazy("Something to do, by whom, and when or at which event. “Soon” is no date."),
        has=(
            Text(
                zh="周三下午两点我带样品过来，您看行吗？",
                en="I'll bring the samples on Wednesday at two.",
            ),
            Text(
                zh="明天上午我把报价发给您和王工。",
                en="I'll send you and Mr Wang the quotation tomorrow morning.",
            ),
        ),
        lacks=(
            Text(zh="那我们以后再联系。", en="Let's talk again some time soon."),
            Text(
                zh="上周三我们在您那儿聊得很愉快。",
                en="We had a good meeting last Wednesday.",
            ),
        ),
    ),
}


@bp.get("/roleplays/checks")
@signed_in
def checks() -> Response:
    return render(
        "roleplay/checks.html",
        explained={check: EXPLAINED[check] for check in SPOKEN_CHECKS},
        measured=MEASURED,
        faults=FAULTS,
        min_precision=MIN_PRECISION,
        min_recall=MIN_RECALL,
    )
