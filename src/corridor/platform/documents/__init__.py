"""Papers: files people hand in, PDFs and QR codes we hand out, passes and receipts."""
