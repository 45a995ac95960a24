"""Files in forms."""

#: what the token in an answer is signed for; its value is [submission id, key of the storage]
PURPOSE = "form-file"
