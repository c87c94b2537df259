"""Who acts, what they may do, and which rows and fields they see. Default: nothing."""
