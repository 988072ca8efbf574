package dev.signet.cli;

/**
 * The commands there are. Only the one that was asked for is ever made: the others cost their line
 * in the list of commands, and nothing at start-up.
 */
enum CommandName {
  CHECK_APP("integrity:check-app", "Check bundles, and say what a host would decide."),
  CHECK_CORE("integrity:check-core", "Check the host's own folder."),
  SIGN_APP("integrity:sign-app", "Sign a bundle: a folder, zip or jar."),
  SIGN_CORE("integrity:sign-core", "Sign the host's own folder."),
  KEY_REQUEST("key:request", "Make a key, and a request for its certificate."),
  CA_INIT("ca:init", "Make an authority that issues certificates to authors."),
  CA_ISSUE("ca:issue", "Issue a certificate to a plugin's author."),
  CA_REVOKE("ca:revoke", "Revoke a certificate."),
  CA_CRL("ca:crl", "Make the next revocation list for hosts."),
  CA_LIST("ca:list", "List what an authority has issued."),
  GENERATE_COMPLETION("generate-completion", "Print a completion script for bash and zsh.");

  private final String text;
  private final String summary;

  CommandName(String text, String summary) {
    this.text = text;
    this.summary = summary;
  }

  /** Returns the command as it is typed. */
  String text() {
    return text;
  }

  /** Returns one sentence for the list of commands. */
  String summary() {
    return summary;
  }

  /** Makes the command. */
  Command create(Terminal terminal) {
    return switch (this) {
      case CHECK_APP -> new CheckCommand(this, terminal);
      case CHECK_CORE -> new CheckCommand(this, terminal);
      case SIGN_APP -> new SignCommand(this, terminal);
      case SIGN_CORE -> new SignCommand(this, terminal);
      case KEY_REQUEST -> new KeyRequestCommand(this, terminal);
      case CA_INIT -> new AuthorityInitCommand(this, terminal);
      case CA_ISSUE -> new AuthorityIssueCommand(this, terminal);
      case CA_REVOKE -> new AuthorityRevokeCommand(this, terminal);
      case CA_CRL -> new AuthorityCrlCommand(this, terminal);
      case CA_LIST -> new AuthorityListCommand(this, terminal);
      case GENERATE_COMPLETION -> new GenerateCompletion(this, terminal);
    };
  }
}
