"""What servers answer, taken apart: status, codes and words, by protocol. Pure; shared by the adapters and by what a
person pastes into `postroom errors explain`."""
