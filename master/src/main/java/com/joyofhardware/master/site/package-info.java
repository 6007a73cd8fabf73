/** REST and pages. Nothing depends on it. */
@NullMarked
package com.joyofhardware.master.site;

import org.jspecify.annotations.NullMarked;
