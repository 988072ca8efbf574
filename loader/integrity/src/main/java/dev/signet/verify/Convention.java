package dev.signet.verify;

import dev.signet.bundle.Layout;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whose way of laying out and judging bundles is meant: ours, or that of an original system. */
public enum Convention {
  /** Ours. */
  PLUGIN(Layout.PLUGIN, AnchorProfile.STANDARD, false),
  /** Nextcloud's, whose certificate for {@code core} signs most of its apps. */
  NEXTCLOUD(Layout.NEXTCLOUD_APP, AnchorProfile.NEXTCLOUD, true),
  /**
   * ownCloud's. Nextcloud's rules fit its first certificates and files of version 1, ours those of
   * version 2.
   */
  OWNCLOUD(Layout.OWNCLOUD_APP, AnchorProfile.NEXTCLOUD, false);

  private final Layout app;
  private final AnchorProfile profile;
  private final boolean coreSignsApps;

  Convention(Layout app, AnchorProfile profile, boolean coreSignsApps) {
    this.app = app;
    this.profile = profile;
    this.coreSignsApps = coreSignsApps;
  }

  /** Returns the convention of this {@link #word}; empty when there is none. */
  public static Optional<Convention> of(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** Returns the words there are, ours first. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Convention::word).toList();
  }

  /** Returns how people name it: {@code plugin}, {@code nextcloud} or {@code owncloud}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the layout of a plugin. */
  public Layout app() {
    return app;
  }

  /** Returns the layout of a host's own folder. */
  public Layout core() {
    return app.ofHost();
  }

  /** Returns how anchors are judged when nothing else says. */
  public AnchorProfile profile() {
    return profile;
  }

  /** Returns whether a certificate for {@code core} vouches for any app when nothing else says. */
  public boolean coreSignsApps() {
    return coreSignsApps;
  }

  /**
   * Returns what is believed when nothing says how the anchors are to be judged. ownCloud's first
   * authorities have RSA keys; those of its second generation, with elliptic curves, issue what
   * files of version 2 need, and are judged by our own rules.
   *
   * @param trust of anchors of this convention's {@link #profile}
   */
  public TrustStore completed(TrustStore trust) {
    if (this != OWNCLOUD) {
      return trust;
    }
    TrustStore.Builder both = trust.toBuilder().withoutAnchors();
    for (TrustAnchor anchor : trust.anchors()) {
      both.anchor(
          anchor.certificate().getPublicKey() instanceof ECPublicKey
              ? new TrustAnchor(anchor.certificate(), AnchorProfile.STANDARD)
              : anchor);
    }
    return both.build();
  }
}
