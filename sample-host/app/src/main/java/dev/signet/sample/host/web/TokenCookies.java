package dev.signet.sample.host.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.util.Optional;

/**
 * Cookies that carry a token, for this host alone.
 *
 * @param https whether browsers come by https
 */
record TokenCookies(boolean https) {
  private static final int TOKEN_CHARS = 43;

  /** Returns the token a visitor brings. */
  Optional<String> find(Context context, String name) {
    return Optional.ofNullable(context.cookie(prefixed(name)))
        .filter(token -> token.length() == TOKEN_CHARS);
  }

  /** Gives the visitor a token, and returns it. */
  String give(Context context, String name, String token) {
    context.cookie(made(name, token));
    return token;
  }

  /** Takes it from the visitor. */
  void end(Context context, String name) {
    Cookie cookie = made(name, "");
    cookie.setMaxAge(0);
    context.cookie(cookie);
  }

  private Cookie made(String name, String token) {
    Cookie cookie = new Cookie(prefixed(name), token);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setSecure(https);
    cookie.setSameSite(SameSite.STRICT);
    return cookie;
  }

  /** With the prefix, browsers take the cookie from nobody but this very host, and by https. */
  private String prefixed(String name) {
    return https ? "__Host-" + name : name;
  }
}
