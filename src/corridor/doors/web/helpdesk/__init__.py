"""The help desk: find one person, sit beside them, explain again, register somebody new."""
