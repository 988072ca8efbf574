package dev.signet.verify;

import dev.signet.bundle.Layout;
import dev.signet.trust.AnchorProfile;
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
  /** ownCloud's: of two generations, each with rules of its own. */
  OWNCLOUD(Layout.OWNCLOUD_APP, AnchorProfile.OWNCLOUD, false);

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
}
