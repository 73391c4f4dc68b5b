"""What people do with reactions: one module per noun, one function per verb, one transaction each."""
