package dev.signet.verdict;

/** What can usually be done about a problem of each kind, whatever its cause in one bundle. */
final class Remedies {
  private static final String CONFIRM =
      "If so, confirm it on the plugin's page, by plugin:confirm, or by --confirm-changes.";

  private static final String REPAIR =
      "Repair the plugin, on its page or by plugin:repair, which puts the signed files back; ";

  private Remedies() {}

  /** Has no default, so that a new reason cannot be without. */
  static Remedy of(Reason reason) {
    return switch (reason) {
      case MISSING_SIGNATURE ->
          new Remedy(
              "Ask the author for a signed release, or allow this plugin's id unsigned "
                  + "in the host's configuration.",
              "Sign it as the last step of the build: with integrity:sign-app, or the "
                  + "goal sign of signet-maven-plugin.");
      case MALFORMED_SIGNATURE ->
          new Remedy(
              REPAIR
                  + "or install the author's original release again. If it is the original, ask "
                  + "the author to sign it again.",
              "Sign it again, and ship signature.json exactly as the signer wrote it.");
      case UNTRUSTED_CERTIFICATE ->
          new Remedy(
              "Install a release signed under an authority this host trusts; add a trust "
                  + "anchor only if you know who runs it.",
              "Sign it with a certificate issued under an authority that its hosts "
                  + "trust, and give the signer the certificates in between as the chain.");
      case INVALID_CERTIFICATE ->
          new Remedy(
              "Ask the author to have a certificate issued that is allowed to sign "
                  + "plugins, and to sign the release again.",
              "Have a certificate issued that is allowed to sign plugins, and sign the "
                  + "release again with it.");
      case REVOKED ->
          new Remedy(
              "Do not run this release; remove it and look for one signed with a new "
                  + "certificate.",
              "Do not ship this release; have a certificate issued for a new key, and "
                  + "sign a new release with it.");
      case EXPIRED ->
          new Remedy(
              "Install a release signed with a current certificate, and check that this "
                  + "machine's clock is right.",
              "Sign it again with a certificate that is valid now, best with a "
                  + "timestamp, and check that this machine's clock is right.");
      case EXPIRES_SOON ->
          Remedy.of(
              "Have the certificate named here renewed before that day, and what it "
                  + "signed signed again.");
      case INVALID_TIMESTAMP ->
          new Remedy(
              "Ask the author to have the signature stamped again by an authority whose "
                  + "timestamps this host trusts.",
              "Sign it again, with a timestamp of an authority that its hosts trust.");
      case REVOCATION_UNAVAILABLE ->
          new Remedy(
              "Install the authority's current revocation list in the host's trust " + "folder.",
              "Give the check the authority's current revocation list: with --crl, or "
                  + "<crl> in Maven.");
      case WEAK_ALGORITHM ->
          new Remedy(
              "Ask the author to sign the release again with an algorithm and key this "
                  + "host accepts.",
              "Sign it again with a key of P-384 or RSA of at least 2048 bits, by an "
                  + "algorithm that its hosts accept.");
      case SCOPE_MISMATCH ->
          new Remedy(
              "Treat it as somebody else's code: install the release from the plugin's "
                  + "own author.",
              "Sign it with the certificate issued for this id, or correct the id in its "
                  + "descriptor.");
      case BAD_SIGNATURE ->
          new Remedy(
              REPAIR
                  + "or install the author's original release again. This one was changed after "
                  + "it was signed.",
              "Sign it again as the last step of the build: something was changed after "
                  + "it was signed.");
      case INVALID_HASH ->
          new Remedy(
              REPAIR + "or install the release again.",
              "Sign it again as the last step of the build: the file was changed after "
                  + "it was signed.");
      case FILE_MISSING ->
          new Remedy(
              REPAIR + "or install the release again.",
              "Put the file back or sign it again without the file, as the last step of "
                  + "the build.");
      case EXTRA_FILE ->
          new Remedy(
              "Remove the file, or repair the plugin, on its page or by plugin:repair, which moves it"
                  + " aside; data a plugin writes belongs outside its own folder.",
              "Remove the file or sign it again with the file, as the last step of the "
                  + "build.");
      case UNSAFE_PATH ->
          new Remedy(
              "Ask the author for a release without this path; do not unpack it.",
              "Give the file or folder a plain name that works on every system, and "
                  + "build the release again.");
      case NOT_A_REGULAR_FILE ->
          Remedy.of(
              "Replace it with a regular file or folder; links and special files are "
                  + "never followed.");
      case PATH_COLLISION ->
          new Remedy(
              "Ask the author for a release in which these names differ.",
              "Rename one of them so that they differ on every system, and build the "
                  + "release again.");
      case LIMIT_EXCEEDED ->
          new Remedy(
              "Check where this bundle comes from; raise the host's limits only if its "
                  + "size is expected.",
              "Leave out what it does not need; hosts take more only if their "
                  + "administrators raise the limits.");
      case MALFORMED_ARCHIVE ->
          new Remedy(
              "Download the release again, or repair the plugin, on its page or by plugin:repair. "
                  + "If it stays so, ask the author to pack it with ordinary tools.",
              "Pack it again to a file, not a stream, without zip64 (zip64Mode=\"never\" "
                  + "in Ant, Zip64Mode.Never in commons-compress, no force_zip64 in Python), "
                  + "or with jar or zip; sign that.");
      case CLASS_PATH_ESCAPE ->
          new Remedy(
              "Ask the author to remove the Class-Path entry or to ship that jar inside "
                  + "the bundle.",
              "Remove the Class-Path entry from the jar's manifest, or ship that jar "
                  + "inside the bundle.");
      case DESCRIPTOR_MISMATCH ->
          new Remedy(
              "Ask the author for a release whose descriptors name the same id, version "
                  + "and class.",
              "Correct its descriptors so that they name the same id, version and class, "
                  + "and build it again.");
      case NOT_RUNNABLE ->
          new Remedy(
              "Ask the author for a release in which this is mended, if it does not run here.",
              "Mend what is named here, and build the release again.");
      case DOWNGRADE ->
          new Remedy(
              "Install the newest release. If the older one is meant: --allow-downgrade by command,"
                  + " allowingLowerVersion() in code, or the setting downgrades of the host.",
              "Give the release a higher version than those before it.");
      case SIGNATURE_DROPPED ->
          new Remedy(
              "Do not run it; ask the author for a signed release, as the earlier ones " + "were.",
              "Sign this release, too, as the earlier ones were.");
      case KEY_CHANGED ->
          new Remedy(
              "Ask the author directly whether the new key is theirs. "
                  + CONFIRM
                  + " If not, remove the release and tell the authority.",
              "Sign it with the key of the earlier releases, or have that vouch for the new one by"
                  + " signet key:rotate. If it is lost, tell the new key's"
                  + " SHA-256 where administrators can be sure that it comes from you.");
      case DEVELOPMENT_CERTIFICATE ->
          new Remedy(
              "Install a release that was signed under an authority this host is to trust, and"
                  + " take the development authority's certificate out of its trust folder.",
              "Sign it with a certificate of your hosts' authority; one for development is for"
                  + " hosts on another channel than stable.");
      case SIGNER_MISSING ->
          new Remedy(
              "Get the release from where all who are named here have signed it, or change this"
                  + " host's setting 'signers' if it asks for too much.",
              "Have those who are named here add their signatures by signet integrity:sign-app"
                  + " --add, the last thing before the release is published.");
      case RELEASE_CHANGED ->
          new Remedy(
              "Ask the author whether this version was published twice. "
                  + CONFIRM
                  + " If not, install the author's release.",
              "Give each release a version of its own, and publish no version twice.");
      case DEPENDENCY_REFUSED ->
          Remedy.of("Put the plugin it needs in order first; this one then loads.");
      case DEPENDENCY_UNMET ->
          new Remedy(
              "Install or enable the plugin named here, in a version that fits and does "
                  + "not need this one; then try again.",
              "Correct what its descriptor says it needs: a plugin there is, in versions "
                  + "there are, that does not need this one.");
      case HOST_VERSION_UNMET ->
          new Remedy(
              "Install a release made for this host's version, or update the host first.",
              "Correct the host's version in its descriptor: it is a range of plain numbers, such "
                  + "as >=1.0.0.");
      case LESS_TRUSTED_DEPENDENCY ->
          new Remedy(
              "Install a signed release of the plugin it needs, or accept the mix " + "knowingly.",
              "Have the plugin it needs signed, too.");
      case DUPLICATE_ID ->
          new Remedy(
              "Remove the copy you do not want from the plugins folder.",
              "Give it an id that no other plugin has, or remove the copy you do not " + "want.");
      case DEVELOPMENT_MODE ->
          Remedy.of(
              "Start the host without -Dpf4j.mode=development, or name a release channel "
                  + "other than stable.");
      case STATE_UNAVAILABLE ->
          Remedy.of(
              "Look at the state directory named here: its disk, owner and permissions; "
                  + "then start again.");
      case CLOCK_WENT_BACK ->
          Remedy.of(
              "Set this machine's clock right; if it is right now and was ahead before, "
                  + "have the host's ledger forget the latest instant.");
      case UNREADABLE ->
          new Remedy(
              REPAIR
                  + "or install the author's original release again. Show the author this text if it "
                  + "stays so.",
              "Look for the file that this text is about, and build the release again "
                  + "without what is special in it.");
      case IO_ERROR ->
          Remedy.of(
              "Check the disk and the permissions of the file named here, then look " + "again.");
    };
  }
}
