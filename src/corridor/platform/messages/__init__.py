"""What the system says to people, in their language, over gateways behind one ``send()``."""
