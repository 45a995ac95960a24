"""The sentences of the pages that differ between scenarios and forms."""

from courseware.web.locale import lazy

SCENARIOS = {
    "title": lazy("Scenarios of our own"),
    "lead": lazy("Copy a scenario or write one, try it, and publish it to your classes."),
    "parent": lazy("Role-plays"),
    "new": lazy("New scenario"),
    "used_by": lazy("Played by: {classes}"),
    "empty": lazy("No scenario yet"),
    "begin": lazy(
        "Begin with a copy of one that you like: change the customer, the product and the lines."
    ),
    "copy_title": lazy("Copy a scenario"),
    "copy_lead": lazy(
        "The quickest way: everything is there, and you change what is different with your customers."
    ),
    "frame_lead": lazy(
        "You get a frame of ten lines that passes every check. Replace its lines one after the other."
    ),
    "text": lazy("The scenario's text"),
    "stale": lazy("This scenario was changed in another window. Nothing is lost: choose."),
    "they": lazy(
        "They play exactly this text. Talks that have begun keep the version they began with."
    ),
    "no_class": lazy(
        "You train no class. Export the file, or ask a trainer to copy this scenario."
    ),
    "behind": lazy("The classes play version {n}; you have changed the text since."),
    "withdraw": lazy("{name} can no longer begin this scenario."),
    "nobody": lazy("No class plays it now."),
    "remove": lazy("Remove this scenario"),
    "remove_lead": lazy("It leaves every list. Talks that have begun go on to their end."),
    "unusable": lazy("It cannot be played yet. See what the checks found."),
    "withdrawn": lazy("Withdrawn. Talks that have begun go on to their end."),
    "removed": lazy("Removed. Talks that have begun go on to their end."),
}
FORMS = {
    "title": lazy("Forms of our own"),
    "lead": lazy("Copy a form or write one, look at it, and publish it to your classes."),
    "parent": lazy("Exercises"),
    "new": lazy("New form"),
    "used_by": lazy("Used by: {classes}"),
    "empty": lazy("No form of our own yet"),
    "begin": lazy(
        "Begin with a copy of one that you like: change the fields, the advice and the example."
    ),
    "copy_title": lazy("Copy a form"),
    "copy_lead": lazy(
        "The quickest way: everything is there, and you change what is different in your work."
    ),
    "frame_lead": lazy(
        "You get a short form that passes every check. Replace its fields one after the other."
    ),
    "text": lazy("The form’s text"),
    "stale": lazy("This form’s text was changed in another window. Nothing is lost: choose."),
    "they": lazy(
        "They fill in exactly this form. Drafts that have begun move to a new version; what was handed in keeps its own."
    ),
    "no_class": lazy("You train no class. Export the file, or ask a trainer to copy this form."),
    "behind": lazy("The classes use version {n}; you have changed the text since."),
    "withdraw": lazy("{name} can no longer begin this form."),
    "nobody": lazy("No class uses it now."),
    "remove": lazy("Remove this form"),
    "remove_lead": lazy("It leaves every list. What has been begun or handed in stays."),
    "unusable": lazy("It cannot be filled in yet. See what the checks found."),
    "withdrawn": lazy("Withdrawn. What has been begun or handed in stays."),
    "removed": lazy("Removed. What has been begun or handed in stays."),
}
WORDS = {"scenarios": SCENARIOS, "forms": FORMS}
