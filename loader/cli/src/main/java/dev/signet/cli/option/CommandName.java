package dev.signet.cli.option;

/** The commands there are, as they are typed and listed. */
public enum CommandName {
  CHECK_APP("integrity:check-app", "Check bundles, and say what a host would decide."),
  CHECK_CORE("integrity:check-core", "Check the host's own folder."),
  SIGN_APP("integrity:sign-app", "Sign a bundle: a folder, zip or jar."),
  SIGN_CORE("integrity:sign-core", "Sign the host's own folder."),
  BUNDLE_PUSH("bundle:push", "Put a signed bundle into a registry."),
  BUNDLE_PULL("bundle:pull", "Fetch a bundle from a registry, and tell its digest."),
  BUNDLE_COPY("bundle:copy", "Copy a bundle to another registry, or to carry it there."),
  KEY_REQUEST("key:request", "Make a key, and a request for its certificate."),
  KEY_ROTATE("key:rotate", "Have an old key vouch for a plugin's new one."),
  KEY_DEV("key:dev", "Make keys for a day, to try the real check."),
  CA_INIT("ca:init", "Make an authority that issues certificates to authors."),
  CA_ISSUE("ca:issue", "Issue a certificate to a plugin's author."),
  CA_REVOKE("ca:revoke", "Revoke a certificate."),
  CA_CRL("ca:crl", "Make the next revocation list for hosts."),
  CA_LIST("ca:list", "List what an authority has issued."),
  LOCK_CREATE("lock:create", "Begin the list of what the hosts of a fleet are to run."),
  LOCK_ADD("lock:add", "Put a release into the list."),
  LOCK_REMOVE("lock:remove", "Take a plugin out of the list."),
  LOCK_SIGN("lock:sign", "Sign the list."),
  LOCK_CHECK("lock:check", "Show the list, and check who has signed it."),
  WHAT_IF("policy:what-if", "Tell what other settings would make of a host's plugins."),
  GENERATE_COMPLETION("generate-completion", "Print a completion script for bash and zsh."),
  GENERATE_MANPAGE("generate-manpage", "Print a page for man, of all commands.");

  private final String text;
  private final String summary;

  CommandName(String text, String summary) {
    this.text = text;
    this.summary = summary;
  }

  /** Returns the command as it is typed. */
  public String text() {
    return text;
  }

  /** Returns one sentence for the list of commands. */
  public String summary() {
    return summary;
  }
}
