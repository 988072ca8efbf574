package dev.signet.sample.host.web;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.UnauthorizedResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Decides on each request: is it meant for this host, does a form come from a page of this host, is
 * the visitor logged in. There is one password and no user name. Safe for use by several threads.
 */
public final class AccessControl {
  /** The field of a form that carries its token. */
  public static final String FORM_TOKEN = "token";

  private static final String SESSION = "signet-session";
  private static final String VISITOR = "signet-visitor";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final Set<String> FORMS = Set.of(FORM, FORM + ";charset=utf-8");
  private static final Set<String> READS = Set.of("GET", "HEAD");
  private static final int MISDIRECTED = 421;
  private static final int TOO_MANY_REQUESTS = 429;
  private final PasswordHash password;
  private final AccessRules rules;
  private final TokenCookies cookies;
  private final Tokens tokens;
  private final Sessions sessions;
  private final LoginLimit limit;
  // One guess takes some 20 MB: a hundred at once must not be what stops the host.
  private final Semaphore guesses = new Semaphore(2);

  /** Creates the control of a host that is about to serve. */
  public AccessControl(PasswordHash password, AccessRules rules, Clock clock) {
    this.password = password;
    this.rules = rules;
    this.cookies = new TokenCookies(rules.https());
    this.tokens = new Tokens(new SecureRandom());
    this.sessions = new Sessions(clock);
    this.limit = new LoginLimit(clock);
  }

  /**
   * Comes before everything else: sets the headers of the answer, and ends what is not meant for
   * this host or was not sent from a page of it.
   *
   * @throws HttpResponseException with status 421 or 403
   */
  public void admit(Context context) {
    SecurityHeaders.set(context, rules.https());
    String host = context.header("Host");
    if (host == null || !rules.isAddressedToUs(host, context.req().getLocalPort())) {
      throw new HttpResponseException(
          MISDIRECTED,
          "This host does not go by that name. Open it by one of its own, or tell it the name by"
              + " --name.");
    }
    if (!isRead(context)) {
      requireOwnForm(context, host);
    }
  }

  /** Returns whether the visitor is logged in, and counts as use of the session. */
  public boolean isLoggedIn(Context context) {
    return cookies.find(context, SESSION).filter(sessions::use).isPresent();
  }

  /** Returns whether the visitor is logged in, without counting as use of the session. */
  public boolean isStillLoggedIn(Context context) {
    return session(context).isPresent();
  }

  /** Returns the token for the forms of the page that is being made; to be called once for each. */
  public String formToken(Context context) {
    return tokens.ofForm(
        owner(context).orElseGet(() -> cookies.give(context, VISITOR, tokens.next())));
  }

  /**
   * Logs the visitor in if this is the password. The session gets a token that no one had before.
   *
   * @throws HttpResponseException with status 429 after too many wrong ones
   */
  public boolean logIn(Context context, String given) {
    String address = context.ip();
    Duration wait = limit.take(address);
    if (!wait.isZero()) {
      throw tooMany(context, wait);
    }
    if (!isPassword(given)) {
      return false;
    }
    limit.succeeded(address);
    cookies.find(context, SESSION).ifPresent(sessions::close);
    sessions.open(cookies.give(context, SESSION, tokens.next()));
    return true;
  }

  /** Ends the visitor's session. */
  public void logOut(Context context) {
    cookies.find(context, SESSION).ifPresent(sessions::close);
    cookies.end(context, SESSION);
  }

  private boolean isPassword(String given) {
    guesses.acquireUninterruptibly();
    try {
      return password.matches(given);
    } finally {
      guesses.release();
    }
  }

  private static HttpResponseException tooMany(Context context, Duration wait) {
    context.header("Retry-After", Long.toString(wait.toSeconds() + 1));
    return new HttpResponseException(
        TOO_MANY_REQUESTS,
        "Too many wrong passwords. Wait for "
            + (wait.toMinutes() + 1)
            + " minutes, then try again.");
  }

  /**
   * Routing goes by X-HTTP-Method-Override where there is one: both methods have to be harmless.
   */
  private static boolean isRead(Context context) {
    return READS.contains(context.req().getMethod()) && READS.contains(context.method().name());
  }

  /** The token is what counts; browsers that also say where a form comes from are believed. */
  private void requireOwnForm(Context context, String host) {
    String type = Objects.requireNonNullElse(context.contentType(), "");
    boolean upload = UploadRules.isUpload(type, context.path());
    if (!upload && !FORMS.contains(type.toLowerCase(Locale.ROOT).replace(" ", ""))) {
      throw foreignForm();
    }
    String origin = context.header("Origin");
    String own = (rules.https() ? "https://" : "http://") + host;
    if (origin != null && !origin.equalsIgnoreCase(own)) {
      throw foreignForm();
    }
    if (upload) {
      // Before anything of a file is read: nobody else is to fill the disk.
      if (session(context).isEmpty()) {
        throw new UnauthorizedResponse("Log in again, then send the file.");
      }
      UploadRules.requireInBounds(context.req().getContentLengthLong());
    }
    String form = context.formParam(FORM_TOKEN);
    Optional<String> owner = owner(context);
    if (form == null || owner.isEmpty() || !tokens.fit(owner.get(), form)) {
      throw foreignForm();
    }
  }

  private static ForbiddenResponse foreignForm() {
    return new ForbiddenResponse(
        "This form was not sent from a page of this host, or the page is too old. Open the page"
            + " again, and allow it to set a cookie.");
  }

  /**
   * Whom a form belongs to: the session; without one, the visitor. These are two cookies, since a
   * visitor who follows a link from elsewhere comes without the session's, and is to keep it.
   */
  private Optional<String> owner(Context context) {
    return session(context).or(() -> cookies.find(context, VISITOR));
  }

  private Optional<String> session(Context context) {
    return cookies.find(context, SESSION).filter(sessions::isOpen);
  }
}
