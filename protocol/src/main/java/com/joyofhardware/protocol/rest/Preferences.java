package com.joyofhardware.protocol.rest;

import java.util.List;

/** Bodies and limits of {@code /api/v1/me/preferences}. */
public final class Preferences {
  /** Bytes of one preference, in UTF-8. */
  public static final int LARGEST = 256 << 10;

  /** Preferences of one person. A layout for each project takes one. */
  public static final int MOST = 400;

  public static final int LONGEST_KEY = 120;

  private Preferences() {}

  /** {@code etag} is what {@code If-Match} takes. */
  public record Preference(String key, String etag, String text) {}

  /**
   * {@code GET /me/preferences?prefix=…}: those whose key begins with one of the prefixes, and
   * whose they are: what a browser keeps until it is sent belongs to a person, too.
   */
  public record PreferenceList(String person, List<Preference> preferences) {
    public PreferenceList {
      preferences = List.copyOf(preferences);
    }
  }
}
